import type { Post } from '#contract/post.ts';
import type { Connection } from '../connection.ts';

/**
 * Stores posts, each at most once in the list; all of one channel. A row is replaced only by one that was read at the
 * same time or later, so that pages may arrive again and in any order. One statement for the whole list: a page of 100
 * takes about as long as a single row.
 */
export async function savePosts(connection: Connection, posts: readonly Post[]): Promise<void> {
  if (posts.length === 0) return;
  await connection.query(statement, [JSON.stringify(posts)]);
}

const updatedColumns = [
  'shown_id',
  'grouped_id',
  'posted_at',
  'edited_at',
  'is_visibly_edited',
  'is_pinned',
  'text',
  'entities',
  'media_kind',
  'author',
  'forward',
  'views',
  'forwards',
  'comments',
  'reactions',
  'paid_reactions',
  'items',
  'captured_at',
  'deleted_at',
];

// A JSON null inside a JSONB column would not be SQL's NULL: `nullif` turns it into one.
const statement = `
  INSERT INTO posts (channel_id, post_id, ${updatedColumns.join(', ')})
  SELECT "channelId", "postId", "shownId", "groupedId", "postedAt", "editedAt", "isVisiblyEdited", "isPinned", text,
    entities, "mediaKind", author, nullif(forward, 'null'), views, forwards, comments, nullif(reactions, 'null'),
    "paidReactions", items, "capturedAt", "deletedAt"
  FROM jsonb_to_recordset($1::jsonb) AS page(
    "channelId" BIGINT, "postId" INTEGER, "shownId" INTEGER, "groupedId" BIGINT, "postedAt" TIMESTAMPTZ,
    "editedAt" TIMESTAMPTZ, "isVisiblyEdited" BOOLEAN, "isPinned" BOOLEAN, text TEXT, entities JSONB,
    "mediaKind" TEXT, author TEXT, forward JSONB, views INTEGER, forwards INTEGER, comments INTEGER,
    reactions JSONB, "paidReactions" INTEGER, items JSONB, "capturedAt" TIMESTAMPTZ, "deletedAt" TIMESTAMPTZ)
  ON CONFLICT (channel_id, post_id) DO UPDATE SET
    ${updatedColumns.map((column) => `${column} = excluded.${column}`).join(',\n    ')},
    is_told = false, reactions_at = NULL
  WHERE excluded.captured_at >= posts.captured_at`;
