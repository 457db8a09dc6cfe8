import type { Connection } from '../connection.ts';

export interface CollectionCounts {
  /** Channels that are collected. */
  channels: number;
  /** Of them, those an account reads, now or as soon as it can again. */
  byMtproto: number;
  /** Of them, those no account may read: only the Bot API tells of them. */
  byBotApi: number;
  /** Channels whose history is being read, or waits for the account that reads it. */
  readingHistory: number;
  /** Channels whose history could not be read. */
  failed: number;
  /** Channels that are overdue at `lateSince`. */
  late: number;
  lastSyncedAt: Date | null;
  /** Jobs that wait or run. */
  jobs: number;
}

/** How collecting goes in all; channels that were due before `lateSince` count as late. */
export async function countCollection(connection: Connection, lateSince: Date): Promise<CollectionCounts> {
  const [schedule] = await connection.query<Omit<CollectionCounts, 'jobs'>>(
    `SELECT count(*)::int AS channels,
       count(account_id)::int AS "byMtproto",
       (count(*) - count(account_id))::int AS "byBotApi",
       count(*) FILTER (WHERE history_state IN ('queued', 'reading') AND account_id IS NOT NULL)::int
         AS "readingHistory",
       count(*) FILTER (WHERE history_state = 'failed')::int AS failed,
       count(*) FILTER (WHERE next_due_at < $1)::int AS late,
       max(last_synced_at) AS "lastSyncedAt"
     FROM channel_schedule`,
    [lateSince],
  );
  const [queue] = await connection.query<{ jobs: number }>(
    'SELECT count(*)::int AS jobs FROM graphile_worker.jobs WHERE attempts < max_attempts',
    [],
  );
  if (schedule === undefined || queue === undefined) throw new Error('a count gives a row');
  return { ...schedule, jobs: queue.jobs };
}
