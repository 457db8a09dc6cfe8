import type { ChannelId } from '#contract/channel-id.ts';
import { addCurveGains, type DayGains } from '#server/series/day-gains.ts';
import { isStorable } from '#server/series/sample.ts';
import type { PostReading } from '#server/series/to-reading.ts';
import type { Connection } from '../connection.ts';
import { appendSamples } from './append-samples.ts';
import { loadLastSamples } from './load-last-samples.ts';
import { rollUpGains } from './roll-up-gains.ts';

/**
 * Saves what posts of one channel counted when they were read: the samples themselves, and what was gained since the
 * last reading into the rollup of the day. It runs in the transaction that saves the posts, and BEFORE they are saved,
 * because their stored counts are the last reading. Saving the same readings again changes nothing; readings that come
 * late are stored at once and counted when they are packed.
 *
 * Returns the ids of posts whose counts no series can hold (negative, not whole, above 2^53): nothing of them is saved.
 */
export async function savePostSamples(
  connection: Connection,
  channelId: ChannelId,
  readings: readonly PostReading[],
): Promise<number[]> {
  const storable = readings.filter(isStorable);
  const refused = readings.filter((reading) => !isStorable(reading)).map(({ postId }) => postId);
  if (storable.length === 0) return refused;
  const last = await loadLastSamples(
    connection,
    channelId,
    storable.map(({ postId }) => postId),
  );
  await appendSamples(connection, channelId, storable);
  const lastOf = new Map(last.map((sample) => [sample.postId, sample]));
  const days: DayGains = new Map();
  for (const reading of storable) {
    const before = lastOf.get(reading.postId);
    if (before === undefined) addCurveGains(days, [reading], reading.postedAt);
    else if (before.at < reading.at) addCurveGains(days, [before, reading], null);
  }
  await rollUpGains(connection, channelId, days, 'add');
  return refused;
}
