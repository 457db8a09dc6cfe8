import { createHash } from 'node:crypto';

/** The number that names one chat to a bot in callback queries and init data: stable, signed, 64 bits, decimal text. */
export function chatInstance(botId: string, userId: string): string {
  return createHash('sha256')
    .update(`chat-instance:${botId}:${userId}`)
    .digest()
    .readBigInt64LE(0)
    .toString();
}
