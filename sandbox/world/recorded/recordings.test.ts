import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aHistoryRequest, aWorld } from '../a-world.ts';

const directory = process.env.RECORDINGS_DIR;
if (directory !== undefined && !existsSync(directory)) {
  throw new Error(`RECORDINGS_DIR is set, but there is no folder ${directory}`);
}
const names = directory === undefined ? [] : readdirSync(directory).sort();

/** Figures of `expected.json` that the world's own truth has too. */
const figures = [
  'messages',
  'posts',
  'albums',
  'views',
  'viewsNaive',
  'forwards',
  'comments',
  'reposts',
  'selfForwards',
  'repostsFromOtherChannels',
  'postsWithReactions',
  'postsVisiblyEdited',
] as const;

const why = directory === undefined ? ' (RECORDINGS_DIR is not set)' : '';

describe.runIf(directory !== undefined)(`a recording of a real channel${why}`, () => {
  it('is there', () => {
    expect(names.length).toBeGreaterThan(0);
  });

  it.each(names)('%s is served whole, and its truth equals the figures computed elsewhere', async (name) => {
    const recording = join(directory ?? '', name);
    const { id }: { id: string } = JSON.parse(readFileSync(join(recording, 'channel.json'), 'utf8'));
    const expected = JSON.parse(readFileSync(join(dirname(directory ?? ''), 'expected.json'), 'utf8'))[name];
    const epoch = Date.now() / 1000;
    const world = await aWorld({
      sources: [{ kind: 'recorded', directory: recording }],
      epoch,
      now: () => epoch,
    });

    const truth = world.truth(id);
    const found = Object.fromEntries(figures.map((figure) => [figure, truth[figure]]));
    expect(found).toEqual(Object.fromEntries(figures.map((figure) => [figure, expected[figure]])));
    expect(truth.reactions).toBe(expected.reactions ?? 0);
    const { messages, count } = world.history(id, aHistoryRequest({ limit: 1_000_000 }));
    expect(messages).toHaveLength(count);
    expect(count).toBe(truth.messages + truth.serviceMessages);
    expect(epoch - (messages[0]?.date ?? 0)).toBeLessThan(7 * 86_400);
  });
});
