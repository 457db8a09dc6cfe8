import type { ChannelId } from '#contract/channel-id.ts';
import type { Database } from '#server/db/database.ts';
import { jobPriority } from '#server/db/queries/add-job.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { planChannels } from './plan-channels.ts';

export type RefreshOutcome =
  /** A reading is on its way: `lastSyncedAt` of the schedule becomes later than `after` (ISO 8601; null: never read). */
  | { kind: 'asked'; after: string | null }
  /** It was read so recently that reading again would only cost calls. */
  | { kind: 'fresh'; syncedAt: string }
  /** Nobody collects this channel. */
  | { kind: 'not-collected' };

/** Asking again within this time is answered with what is there: a button can be pressed faster than posts are seen. */
const freshMs = 20_000;

/** Asks for a reading of the channel, by the best source there is now, before everything else that source has to do. */
export async function refreshChannel(
  database: Pick<Database, 'transaction'>,
  channelId: ChannelId,
  now: Date,
): Promise<RefreshOutcome> {
  return await database.transaction(async (connection) => {
    const schedule = await loadSchedule(connection, channelId);
    if (schedule === null) return { kind: 'not-collected' };
    const { lastSyncedAt } = schedule;
    const syncedAt = lastSyncedAt?.toISOString() ?? null;
    if (lastSyncedAt !== null && syncedAt !== null && now.getTime() - lastSyncedAt.getTime() < freshMs) {
      return { kind: 'fresh', syncedAt };
    }
    await planChannels(connection, [channelId], { now, priority: jobPriority.interactive });
    return { kind: 'asked', after: syncedAt };
  });
}
