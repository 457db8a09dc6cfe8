import type { Post } from '#contract/post.ts';
import type { Connection } from '../connection.ts';

/**
 * Keeps what messages said before an edit that a reading found, one row for each message whose text, formatting or
 * attachment is another now. It runs in the transaction that saves the posts, and BEFORE they are saved. Only posts whose
 * time of edit is another than the stored one are compared; a link's preview, which comes and goes by itself, is no edit.
 */
export async function savePostVersions(connection: Connection, posts: readonly Post[]): Promise<void> {
  const edited = posts.filter(({ editedAt }) => editedAt !== null);
  if (edited.length === 0) return;
  const pages = edited.map(({ channelId, postId, editedAt, capturedAt, items }) => ({
    ...{ channelId, postId, editedAt, capturedAt },
    items: items.map((item) => ({
      messageId: item.messageId,
      text: item.text,
      entities: item.entities,
      mediaKind: item.mediaKind,
      editedAt: item.editedAt,
      isEditHidden: item.isEditHidden,
    })),
  }));
  await connection.query(statement, [edited[0]?.channelId, JSON.stringify(pages)]);
}

const itemColumns = `"messageId" INTEGER, text TEXT, entities JSONB, "mediaKind" TEXT, "editedAt" TIMESTAMPTZ,
      "isEditHidden" BOOLEAN`;

const statement = `
  INSERT INTO post_versions (channel_id, message_id, replaced_at, post_id, text, entities, media_kind, edited_at,
    is_edit_hidden, source)
  SELECT posts.channel_id, before."messageId", page."capturedAt", posts.post_id, before.text, before.entities,
    before."mediaKind", later."editedAt", later."isEditHidden", 'mtproto'
  FROM jsonb_to_recordset($2::jsonb) AS page("postId" INTEGER, "editedAt" TIMESTAMPTZ, "capturedAt" TIMESTAMPTZ,
    items JSONB)
  JOIN posts ON posts.channel_id = $1 AND posts.post_id = page."postId"
  CROSS JOIN jsonb_to_recordset(posts.items) AS before(${itemColumns})
  JOIN jsonb_to_recordset(page.items) AS later(${itemColumns}) ON later."messageId" = before."messageId"
  WHERE page."editedAt" IS DISTINCT FROM posts.edited_at AND page."capturedAt" >= posts.captured_at
    AND (later.text, later.entities, nullif(later."mediaKind", 'webpage'))
      IS DISTINCT FROM (before.text, before.entities, nullif(before."mediaKind", 'webpage'))
  ON CONFLICT (channel_id, message_id, replaced_at) DO NOTHING`;
