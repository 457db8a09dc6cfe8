import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from './sandbox.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'kept-files-'));
const start = (isFresh = false): Promise<Sandbox> =>
  createSandbox({ dataDir, pagePort: 0, worlds: [], isStepped: true, isFresh });

/** A sandbox has lived here: every file that is kept has something in it. */
beforeAll(async () => {
  const sandbox = await start();
  const [channel] = sandbox.world.channels();
  sandbox.world.post(channel?.id ?? '', { text: 'written down' });
  sandbox.botApi.context.store.saveSetting('kept', true);
  await sandbox.control.advanceClock({ seconds: 1 });
  await sandbox.control.setTwoStepPassword({ personId: '710000001', password: 'one' });
  await sandbox.close();
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it.each([
  ...['world.json', 'world-journal.jsonl', 'world-clock.json', 'identity.json', 'ports.json'],
  ...['bot-api.jsonl', 'accounts.jsonl', 'auth-keys.json', 'rsa-key.pem', 'init-data-key.pem'],
])('refuses to start where %s is damaged, names --fresh and leaves everything as it is', async (name) => {
  const path = join(dataDir, name);
  const whole = readFileSync(path);
  expect(whole.length).toBeGreaterThan(0);
  // A reader of keys passes over what stands before them, so they lose their second half.
  const damaged = name.endsWith('.pem')
    ? whole.subarray(0, whole.length / 2)
    : Buffer.concat([Buffer.from('}{ not what was written\n'), whole]);
  writeFileSync(path, damaged);
  const message = `The file ${path} is damaged: put it back as it was, or start with --fresh to begin anew.`;
  try {
    await expect(start()).rejects.toMatchObject({ message });
    expect(readFileSync(path)).toEqual(damaged);
  } finally {
    writeFileSync(path, whole);
  }
});

it('refuses files that are whole JSON and something else, and begins anew with --fresh', async () => {
  for (const name of ['world.json', 'identity.json', 'ports.json', 'world-clock.json']) {
    const path = join(dataDir, name);
    const whole = readFileSync(path);
    for (const text of ['null', '{}', '[]']) {
      writeFileSync(path, text);
      await expect(start(), `${name}: ${text}`).rejects.toMatchObject({ code: 'data-damaged' });
    }
    writeFileSync(path, whole);
  }
  writeFileSync(join(dataDir, 'world.json'), 'damaged');
  const anew = await start(true);
  await anew.close();
  expect(existsSync(join(dataDir, 'world-journal.jsonl'))).toBe(false);
});
