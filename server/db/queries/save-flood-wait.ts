import type { Connection } from '../connection.ts';

/** Notes until when a method of the account with this key may not be called; a later end is never replaced by an earlier. */
export async function saveFloodWait(
  connection: Connection,
  wait: { keyId: string; method: string; until: Date },
): Promise<void> {
  await connection.query(
    `UPDATE accounts SET flood_waits = flood_waits || jsonb_build_object($2::text, $3::text)
     WHERE key_id = $1 AND coalesce(flood_waits ->> $2, '') < $3`,
    [wait.keyId, wait.method, wait.until.toISOString()],
  );
}
