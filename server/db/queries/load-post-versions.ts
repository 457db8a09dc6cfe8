import type { ChannelId } from '#contract/channel-id.ts';
import type { MediaKind, TextEntity } from '#contract/post.ts';
import type { Connection } from '../connection.ts';

/** What one message of a post said until it was edited. */
export interface PostVersion {
  messageId: number;
  text: string;
  entities: TextEntity[];
  mediaKind: MediaKind | null;
  /** When we learned that it says something else now. */
  replacedAt: Date;
  /** Telegram's time of that edit; null: it did not say. */
  editedAt: Date | null;
  /** People see no mark of that edit. */
  isEditHidden: boolean;
  source: 'mtproto' | 'bot_api';
}

/** Everything a post said before what it says now, oldest first. */
export async function loadPostVersions(
  connection: Connection,
  channelId: ChannelId,
  postId: number,
): Promise<PostVersion[]> {
  return await connection.query<PostVersion>(
    `SELECT message_id AS "messageId", text, entities, media_kind AS "mediaKind", replaced_at AS "replacedAt",
       edited_at AS "editedAt", is_edit_hidden AS "isEditHidden", source
     FROM post_versions WHERE channel_id = $1 AND post_id = $2 ORDER BY replaced_at, message_id`,
    [channelId, postId],
  );
}
