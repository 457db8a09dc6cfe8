import type { Connection } from '../connection.ts';

/** Lets ended accounts be taken again whose session stands in the configuration; the ids of those that were ended. */
export async function reviveAccounts(
  connection: Connection,
  own: { keyId: string | null; botId: string | null },
): Promise<string[]> {
  const rows = await connection.query<{ account_id: string }>(
    `UPDATE accounts SET state = 'active', state_reason = NULL, ended_at = NULL
     WHERE state = 'ended' AND kind <> 'viewer' AND (key_id = $1 OR kind = 'bot' AND telegram_user_id = $2::bigint)
     RETURNING account_id`,
    [own.keyId, own.botId],
  );
  return rows.map((row) => row.account_id);
}
