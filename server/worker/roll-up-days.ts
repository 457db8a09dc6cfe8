import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadCurvesOfDays } from '#server/db/queries/load-curves-of-days.ts';
import { rollUpGains } from '#server/db/queries/roll-up-gains.ts';
import { addCurveGains, type DayGains } from '#server/series/day-gains.ts';

const dayMs = 86_400_000;

/** Counts anew, from the curves, what the channel's posts gained on these UTC days (`2026-11-20`). */
export async function rollUpDays(
  connection: Connection,
  channelId: ChannelId,
  days: ReadonlySet<string>,
): Promise<void> {
  const ascending = [...days].sort();
  const [first, last] = [ascending.at(0), ascending.at(-1)];
  if (first === undefined || last === undefined) return;
  const to = new Date(Date.parse(last) + dayMs);
  const gains: DayGains = new Map();
  for (const { curve, postedAt } of await loadCurvesOfDays(connection, channelId, new Date(first), to)) {
    addCurveGains(gains, curve, postedAt);
  }
  const wanted: DayGains = new Map([...gains].filter(([day]) => days.has(day)));
  await rollUpGains(connection, channelId, wanted, 'replace');
}
