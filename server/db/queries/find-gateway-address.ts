import type { Connection } from '../connection.ts';

/**
 * Where the gateway answers that holds an operator's session and gave a sign of life in the last `silenceSeconds`;
 * null: nobody holds it. Leases go by the database's clock, the only one that all hosts share.
 */
export async function findGatewayAddress(
  connection: Connection,
  silenceSeconds: number,
): Promise<string | null> {
  const [row] = await connection.query<{ lease_address: string }>(
    `SELECT lease_address FROM accounts
     WHERE kind = 'operator' AND lease_owner IS NOT NULL AND lease_address IS NOT NULL
       AND heartbeat_at >= clock_timestamp() - make_interval(secs => $1)
     ORDER BY heartbeat_at DESC LIMIT 1`,
    [silenceSeconds],
  );
  return row?.lease_address ?? null;
}
