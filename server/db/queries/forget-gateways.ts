import type { Connection } from '../connection.ts';

/** Takes gateways that stopped, or are surely dead, from the list, so that nobody counts on them. */
export async function forgetGateways(connection: Connection, owners: readonly string[]): Promise<void> {
  await connection.query('DELETE FROM gateways WHERE owner = ANY($1::text[])', [owners]);
}
