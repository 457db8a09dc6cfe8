import type { Connection } from '../connection.ts';
import { guardEpoch, type Lease } from './guard-epoch.ts';

/** Stores the sealed session of a bot, or its absence. Call it in a transaction: only the holder of the lease may. */
export async function saveBotSession(
  connection: Connection,
  lease: Lease,
  session: { sealed: string; keyId: string; dcId: number } | null,
): Promise<void> {
  await connection.query('UPDATE accounts SET session = $2, key_id = $3, dc_id = $4 WHERE account_id = $1', [
    ...[lease.accountId, session?.sealed ?? null, session?.keyId ?? null, session?.dcId ?? null],
  ]);
  await guardEpoch(connection, lease);
}
