import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseWorld, saveWorld } from './kept-files.ts';
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

it('refuses to start stepped data without --stepped or at another speed, and changes nothing', async () => {
  const world = readFileSync(join(dataDir, 'world.json'));
  const clock = readFileSync(join(dataDir, 'world-clock.json'));
  const options = { dataDir, pagePort: 0, worlds: [] };
  await expect(createSandbox(options)).rejects.toMatchObject({
    code: 'other-world',
    message: `The time of the data in ${dataDir} is stepped: start with --stepped, or with --fresh to begin anew.`,
  });
  await expect(createSandbox({ ...options, isStepped: true, speed: 60 })).rejects.toMatchObject({
    code: 'other-world',
    message: `The data in ${dataDir} live at speed 1: start with --speed 1, or with --fresh to begin anew.`,
  });
  expect(readFileSync(join(dataDir, 'world.json'))).toEqual(world);
  expect(readFileSync(join(dataDir, 'world-clock.json'))).toEqual(clock);
  expect(readdirSync(dataDir).filter((name) => name.endsWith('.new'))).toEqual([]);
  // What a start that was killed while it wrote leaves behind stands in nobody's way.
  writeFileSync(join(dataDir, 'world.json.new'), '{"seed":');
  await (await start()).close();
});

it('goes on at the speed of the first start where none is named', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kept-speed-'));
  try {
    const options = { dataDir: directory, pagePort: 0, worlds: [] };
    saveWorld(directory, chooseWorld({ ...options, speed: 60 }));
    expect(chooseWorld(options)).toMatchObject({ speed: 60, isStepped: false });
    expect(() => chooseWorld({ ...options, isStepped: true })).toThrow('start without --stepped');
  } finally {
    rmSync(directory, { recursive: true });
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
