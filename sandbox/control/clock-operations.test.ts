import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';

const epoch = 1_790_000_000;
const opened: Sandbox[] = [];
const directory = mkdtempSync(join(tmpdir(), 'stepped-'));

async function open(isStepped: boolean): Promise<Sandbox> {
  const sandbox = await createSandbox({
    dataDir: join(directory, isStepped ? 'stepped' : 'wall'),
    pagePort: 0,
    worlds: [],
    epoch,
    isStepped,
  });
  opened.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  for (const sandbox of opened.splice(0)) await sandbox.close();
});

describe('stepped world time', () => {
  it('stands still, moves by what is asked, and goes on from there after a restart', async () => {
    const { control, close } = await open(true);
    expect(await control.readClock()).toEqual({ now: epoch });
    expect(await control.advanceClock({ seconds: 900 })).toEqual({ now: epoch + 900 });
    opened.pop();
    await close();
    const again = await open(true);
    expect(await again.control.readClock()).toEqual({ now: epoch + 900 });
  }, 30_000);

  it('lets everything that falls due on the way happen, once', async () => {
    const { control, world } = await open(true);
    const posted: number[] = [];
    world.onEvent((event) => {
      if (event.kind === 'post') posted.push(event.messageId);
    });
    for (let step = 0; step < 96; step += 1) await control.advanceClock({ seconds: 900 });
    expect(posted.length).toBeGreaterThan(10);
    const busiest = (await control.listChannels()).find(({ username }) => username === 'gorod_vesti');
    expect(busiest?.subscribers).toBe(world.subscribers(busiest?.id ?? ''));
  }, 30_000);

  it('cannot be moved by a negative step, nor where the world lives in wall time', async () => {
    const stepped = await open(true);
    await expect(stepped.control.advanceClock({ seconds: -1 })).rejects.toThrow('positive number');
    const wall = await open(false);
    await expect(wall.control.advanceClock({ seconds: 60 })).rejects.toThrow('start it with --stepped');
    rmSync(directory, { recursive: true, force: true });
  }, 30_000);
});
