import type { Connection } from '../connection.ts';

/** Until when the methods of the account with this key may not be called, by method; ended waits are left out. */
export async function loadFloodWaits(
  connection: Connection,
  keyId: string,
  now: Date,
): Promise<Map<string, Date>> {
  const rows = await connection.query<{ method: string; until: string }>(
    `SELECT wait.key AS method, wait.value AS until
     FROM accounts, jsonb_each_text(flood_waits) AS wait
     WHERE key_id = $1 AND wait.value > $2`,
    [keyId, now.toISOString()],
  );
  return new Map(rows.map(({ method, until }) => [method, new Date(until)]));
}
