import type { ChannelId } from '#contract/channel-id.ts';
import type { AlbumItem } from '#contract/post.ts';
import type { Connection } from '../connection.ts';

/** Keeps what a message said before an edit that the bot was told of. */
export async function saveToldVersion(
  connection: Connection,
  version: {
    channelId: ChannelId;
    postId: number;
    before: AlbumItem;
    /** Telegram's time of the edit; null: it did not say, because it hides the edit. */
    editedAt: string | null;
    isEditHidden: boolean;
    replacedAt: Date;
    /** The update that told of the edit. */
    updateId: number;
  },
): Promise<void> {
  const { channelId, postId, before, editedAt, isEditHidden, replacedAt, updateId } = version;
  await connection.query(
    `INSERT INTO post_versions (channel_id, message_id, replaced_at, post_id, text, entities, media_kind, edited_at,
       is_edit_hidden, source, update_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'bot_api', $10)
     ON CONFLICT (channel_id, message_id, replaced_at) DO NOTHING`,
    [
      ...[channelId, before.messageId, replacedAt, postId, before.text, JSON.stringify(before.entities)],
      ...[before.mediaKind, editedAt, isEditHidden, updateId],
    ],
  );
}
