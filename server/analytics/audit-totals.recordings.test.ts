import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aRecording } from './a-recording.ts';
import { type AuditTotals, auditTotals } from './audit-totals.ts';
import { buildPosts } from './build-posts.ts';

const directory = process.env.RECORDINGS_DIR;
if (directory !== undefined && !existsSync(directory)) {
  throw new Error(`RECORDINGS_DIR is set, but there is no folder ${directory}`);
}

const expectedSchema = z.record(
  z.string(),
  z.looseObject({
    username: z.string(),
    reactions: z.int().nullable(),
    last10: z.looseObject({ avgViewsPerPost: z.number(), interactionsPerView: z.number().nullable() }),
  }),
);

/** Figures that an independent program computed from the same files; they lie beside the folder. */
function readExpected(recordings: string): z.infer<typeof expectedSchema> {
  return expectedSchema.parse(JSON.parse(readFileSync(join(dirname(recordings), 'expected.json'), 'utf8')));
}

const why = directory === undefined ? ' (RECORDINGS_DIR is not set)' : '';

describe.runIf(directory !== undefined)(`auditTotals of a recorded channel${why}`, () => {
  const recordings = directory === undefined ? [] : readdirSync(directory);
  const expected = directory === undefined ? {} : readExpected(directory);

  it('is checked for every recording there is', () => {
    expect(recordings.toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(recordings.length).toBeGreaterThan(0);
  });

  it.each(recordings)('equals the independently computed figures of %s', (name) => {
    const { channelId, username, messages } = aRecording(join(directory ?? '', name));
    const totals: AuditTotals = auditTotals(channelId, buildPosts(messages, '2026-11-30T00:00:00.000Z'));
    const reference = expected[name];
    const { avgViewsPerPost, interactionsPerView, ...last10 } = totals.last10;
    const {
      avgViewsPerPost: expectedAverage,
      interactionsPerView: expectedRate,
      ...expectedLast10
    } = reference?.last10 ?? { avgViewsPerPost: Number.NaN, interactionsPerView: Number.NaN };
    expect({ ...totals, last10, username }).toEqual({
      ...reference,
      // A recording that carries no reactions says null; over MTProto an absent list means that nobody reacted.
      reactions: reference?.reactions ?? 0,
      last10: expectedLast10,
    });
    expect(Math.abs((avgViewsPerPost ?? Number.NaN) - expectedAverage)).toBeLessThan(1e-9);
    expect(Math.abs((interactionsPerView ?? Number.NaN) - (expectedRate ?? Number.NaN))).toBeLessThan(1e-9);
  });
});
