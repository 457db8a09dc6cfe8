import type { Post } from '#contract/post.ts';
import type { Connection } from '../connection.ts';

/**
 * Stores a post that only the bot was told of. Its counts are null, and any reading replaces it: nothing that Telegram
 * counts is older than the post itself, which is its time of capture. False: the post is there already.
 */
export async function saveToldPost(connection: Connection, post: Post): Promise<boolean> {
  const rows = await connection.query(
    `INSERT INTO posts (channel_id, post_id, shown_id, grouped_id, posted_at, edited_at, is_visibly_edited, is_pinned,
       text, entities, media_kind, author, forward, items, captured_at, is_told)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, true)
     ON CONFLICT DO NOTHING RETURNING post_id`,
    [...[post.channelId, post.postId, ...contentOf(post)], ...[JSON.stringify(post.items), post.capturedAt]],
  );
  return rows.length === 1;
}

/** Replaces what a stored post says, and none of its counts. The caller has locked it; `items` carry the counts they had. */
export async function saveToldContent(connection: Connection, post: Post): Promise<void> {
  await connection.query(
    `UPDATE posts SET shown_id = $3, grouped_id = $4, posted_at = $5, edited_at = $6, is_visibly_edited = $7,
       is_pinned = $8, text = $9, entities = $10, media_kind = $11, author = $12, forward = $13, items = $14,
       deleted_at = NULL
     WHERE channel_id = $1 AND post_id = $2`,
    [post.channelId, post.postId, ...contentOf(post), JSON.stringify(post.items)],
  );
}

/** Replaces the reactions of a stored post; the caller has locked it. */
export async function saveToldReactions(connection: Connection, post: Post, toldAt: Date): Promise<void> {
  await connection.query(
    `UPDATE posts SET reactions = $3, paid_reactions = $4, items = $5, reactions_at = $6
     WHERE channel_id = $1 AND post_id = $2`,
    [
      ...[post.channelId, post.postId, JSON.stringify(post.reactions), post.paidReactions],
      ...[JSON.stringify(post.items), toldAt],
    ],
  );
}

function contentOf(post: Post): unknown[] {
  return [
    ...[post.shownId, post.groupedId, post.postedAt, post.editedAt, post.isVisiblyEdited, post.isPinned],
    ...[post.text, JSON.stringify(post.entities), post.mediaKind, post.author],
    post.forward === null ? null : JSON.stringify(post.forward),
  ];
}
