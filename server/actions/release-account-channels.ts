import type { Connection } from '#server/db/connection.ts';
import { replanAccountChannels } from './replan-account-channels.ts';

/**
 * Gives the channels that an account reads to other sources, in the transaction that ends the account; the Bot API has
 * those that no other account may read. Returns how many there were.
 */
export function releaseAccountChannels(
  connection: Connection,
  accountId: string,
  now: Date,
): Promise<number> {
  return replanAccountChannels(connection, accountId, now, { accountId, pausedUntil: null });
}
