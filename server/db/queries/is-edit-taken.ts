import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Whether an edit of a message was taken before, by the update that told of it. */
export async function isEditTaken(
  connection: Connection,
  edit: { channelId: ChannelId; messageId: number; updateId: number },
): Promise<boolean> {
  const rows = await connection.query(
    'SELECT 1 FROM post_versions WHERE channel_id = $1 AND message_id = $2 AND update_id = $3',
    [edit.channelId, edit.messageId, edit.updateId],
  );
  return rows.length > 0;
}
