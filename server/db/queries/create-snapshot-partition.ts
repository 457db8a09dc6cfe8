import type { Connection } from '../connection.ts';

const lockTimeout = "SET LOCAL lock_timeout = '3s'";

/**
 * Makes the partition of channel snapshots for the UTC month that begins at `month`, in the caller's transaction, and
 * moves there what came before it had one. False: it is there already.
 */
export async function createSnapshotPartition(connection: Connection, month: Date): Promise<boolean> {
  const from = month.toISOString();
  const next = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1)).toISOString();
  const name = snapshotPartitionName(month);
  const [found] = await connection.query<{ is_there: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS is_there',
    [name],
  );
  if (found?.is_there === true) return false;
  // Names and instants are made of a Date alone; statements that define tables take no parameters.
  const statements = [
    lockTimeout,
    'LOCK TABLE channel_snapshots_rest IN ACCESS EXCLUSIVE MODE',
    `CREATE TABLE ${name} (LIKE channel_snapshots INCLUDING ALL)`,
    `INSERT INTO ${name} SELECT * FROM channel_snapshots_rest
       WHERE captured_at >= '${from}' AND captured_at < '${next}'`,
    `DELETE FROM channel_snapshots_rest WHERE captured_at >= '${from}' AND captured_at < '${next}'`,
    `ALTER TABLE channel_snapshots ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${next}')`,
  ];
  for (const statement of statements) await connection.query(statement, []);
  return true;
}

/** `channel_snapshots_2026_11` */
export function snapshotPartitionName(month: Date): string {
  return `channel_snapshots_${month.toISOString().slice(0, 7).replace('-', '_')}`;
}
