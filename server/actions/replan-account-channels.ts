import type { Connection } from '#server/db/connection.ts';
import { loadAccountChannels } from '#server/db/queries/load-account-channels.ts';
import { type AccountTrouble, planChannels } from './plan-channels.ts';

const batchSize = 500;

/**
 * Settles again who reads each channel that an account reads, in the transaction that changes what the account may read.
 * Returns how many there were.
 */
export async function replanAccountChannels(
  connection: Connection,
  accountId: string,
  now: Date,
  trouble?: AccountTrouble,
): Promise<number> {
  const known = trouble === undefined ? {} : { trouble };
  let count = 0;
  let after = '0';
  for (;;) {
    const channelIds = await loadAccountChannels(connection, { accountId, after, limit: batchSize });
    await planChannels(connection, channelIds, { now, priority: null, ...known });
    count += channelIds.length;
    after = channelIds.at(-1) ?? after;
    if (channelIds.length < batchSize) return count;
  }
}
