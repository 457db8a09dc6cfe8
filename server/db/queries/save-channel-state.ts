import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Notes that a channel can be read, cannot be read now (`unreachable`), or does not exist any more (`gone`). */
export async function saveChannelState(
  connection: Connection,
  channelId: ChannelId,
  state: 'active' | 'unreachable' | 'gone',
): Promise<void> {
  await connection.query('UPDATE channels SET state = $2 WHERE channel_id = $1 AND state <> $2', [
    channelId,
    state,
  ]);
}
