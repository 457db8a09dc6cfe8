import { advisoryLocks } from '#server/db/advisory-locks.ts';
import type { Database } from '#server/db/database.ts';
import { type AgingTable, deleteRowsBefore } from '#server/db/queries/delete-rows-before.ts';
import { dropSnapshotPartitions } from '#server/db/queries/drop-snapshot-partitions.ts';
import { tryAdvisoryLock } from '#server/db/queries/try-advisory-lock.ts';
import { retentionDays } from './retention-periods.ts';

const dayMs = 86_400_000;
const agingTables: readonly AgingTable[] = [
  'quarantinedUpdates',
  'botNotices',
  'progressMessages',
  'loginAttempts',
  'auditLog',
];

/** Deletes what has been kept for as long as it may, and returns how many rows and partitions that were. */
export async function applyRetention(database: Database, now: Date): Promise<number> {
  const before = (days: number): Date => new Date(now.getTime() - days * dayMs);
  let ended = await database.transaction(async (connection) =>
    (await tryAdvisoryLock(connection, advisoryLocks.partitions))
      ? await dropSnapshotPartitions(connection, before(retentionDays.channelSnapshots))
      : 0,
  );
  for (const table of agingTables)
    ended += await deleteRowsBefore(database, table, before(retentionDays[table]));
  return ended;
}
