import type { Connection } from '../connection.ts';
import { snapshotPartitionName } from './create-snapshot-partition.ts';

/**
 * Drops the partitions of channel snapshots whose whole month lies before `before`, and deletes older rows of the rest.
 * Returns how many partitions were dropped. In the caller's transaction.
 */
export async function dropSnapshotPartitions(connection: Connection, before: Date): Promise<number> {
  const month = new Date(Date.UTC(before.getUTCFullYear(), before.getUTCMonth(), 1));
  const rows = await connection.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'channel_snapshots'::regclass AND c.relname ~ '^channel_snapshots_[0-9]{4}_[0-9]{2}$'
       AND c.relname < $1 ORDER BY c.relname`,
    [snapshotPartitionName(month)],
  );
  await connection.query("SET LOCAL lock_timeout = '3s'", []);
  for (const { name } of rows) await connection.query(`DROP TABLE ${name}`, []);
  await connection.query('DELETE FROM channel_snapshots_rest WHERE captured_at < $1', [before]);
  return rows.length;
}
