import type { Connection } from '../connection.ts';

/**
 * Where the gateway answers that holds an account and gave a sign of life in the last `silenceSeconds`; null: nobody
 * holds it. Without an account it is the one that holds an operator's session, else the bot's, else one of the viewer's
 * own. Leases go by the database's clock, the only one that all hosts share.
 */
export async function findGatewayAddress(
  connection: Connection,
  silenceSeconds: number,
  accountId: string | null = null,
  viewerId: string | null = null,
): Promise<string | null> {
  const [row] = await connection.query<{ lease_address: string }>(
    `SELECT lease_address FROM accounts
     WHERE lease_owner IS NOT NULL AND lease_address IS NOT NULL
       AND heartbeat_at >= clock_timestamp() - make_interval(secs => $1)
       AND CASE WHEN $2::bigint IS NULL THEN kind IN ('operator', 'bot') OR viewer_id = $3::bigint
         ELSE account_id = $2::bigint END
     ORDER BY kind = 'operator' DESC, kind = 'bot' DESC, state_reason IS NULL DESC, account_id LIMIT 1`,
    [silenceSeconds, accountId, viewerId],
  );
  return row?.lease_address ?? null;
}
