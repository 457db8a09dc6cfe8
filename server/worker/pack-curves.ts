import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection, Database } from '#server/db/database.ts';
import { findSampledChannels } from '#server/db/queries/find-sampled-channels.ts';
import { loadStoredCurves, type StoredCurve } from '#server/db/queries/load-stored-curves.ts';
import { CurveMovedError, saveCurves } from '#server/db/queries/save-curves.ts';
import { takeSamples } from '#server/db/queries/take-samples.ts';
import { type Breakdown, mergeBreakdowns } from '#server/series/breakdown-codec.ts';
import { dayOf } from '#server/series/day-gains.ts';
import { mergeSamples } from '#server/series/merge-samples.ts';
import type { PostSample, Sample } from '#server/series/sample.ts';
import { rollUpDays } from './roll-up-days.ts';

/** A channel's readings are packed when there are so many of them, a few hours' worth, … */
const leastPages = 24;
/** … or when the oldest has waited so long. */
const longestWaitMs = 6 * 3_600_000;
/** How many readings one transaction packs: 100 posts each at the most. */
const pagesAtOnce = 100;

/** Packs what is due of every channel and returns how many readings were packed. */
export async function packCurves(database: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - longestWaitMs);
  let packed = 0;
  for (const channelId of await findSampledChannels(database, leastPages, before)) {
    try {
      packed += await packChannel(database, channelId);
    } catch (error) {
      // Another packer is at this channel; what it leaves is packed in the next turn.
      if (!(error instanceof CurveMovedError)) throw error;
    }
  }
  return packed;
}

/**
 * Moves all fresh readings of a channel into its posts' curves and counts the days they fall on anew. Each portion is
 * one transaction: a reading is in exactly one of the two places for whoever reads, also after a kill.
 */
export async function packChannel(database: Database, channelId: ChannelId): Promise<number> {
  let packed = 0;
  for (;;) {
    const pages = await database.transaction((connection) => packPortion(connection, channelId));
    packed += pages;
    if (pages < pagesAtOnce) return packed;
  }
}

async function packPortion(connection: Connection, channelId: ChannelId): Promise<number> {
  const { pages, samples, breakdowns } = await takeSamples(connection, channelId, pagesAtOnce);
  if (pages === 0) return 0;
  const freshSamples = groupByPost(samples);
  const freshBreakdowns = groupByPost(breakdowns);
  const postIds = [...freshSamples.keys()];
  const stored = new Map(
    (await loadStoredCurves(connection, channelId, postIds)).map((curve) => [curve.postId, curve]),
  );
  await saveCurves(
    connection,
    channelId,
    postIds.map((postId) =>
      addFresh(stored.get(postId), postId, freshSamples.get(postId) ?? [], freshBreakdowns.get(postId) ?? []),
    ),
  );
  await rollUpDays(connection, channelId, touchedDays(freshSamples, stored));
  return pages;
}

/** The days of the fresh readings; and those of the stored ones after them, whose differences become smaller. */
function touchedDays(
  fresh: ReadonlyMap<number, readonly PostSample[]>,
  stored: ReadonlyMap<number, StoredCurve>,
): Set<string> {
  const days = new Set<string>();
  for (const [postId, samples] of fresh) {
    const earliest = samples.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
    const later = stored.get(postId)?.curve.filter(({ at }) => at > earliest) ?? [];
    for (const { at } of [...samples, ...later]) days.add(dayOf(at));
  }
  return days;
}

function groupByPost<T extends { postId: number }>(readings: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const reading of readings) {
    const group = groups.get(reading.postId);
    if (group === undefined) groups.set(reading.postId, [reading]);
    else group.push(reading);
  }
  return groups;
}

function addFresh(
  stored: StoredCurve | undefined,
  postId: number,
  samples: readonly PostSample[],
  breakdowns: readonly Breakdown[],
): StoredCurve {
  const fresh: Sample[] = samples.map(({ postId: _, ...sample }) => sample);
  return {
    postId,
    revision: (stored?.revision ?? 0) + 1,
    curve: mergeSamples([...(stored?.curve ?? []), ...fresh]),
    breakdowns: mergeBreakdowns([...(stored?.breakdowns ?? []), ...breakdowns]),
  };
}
