import type { ChannelId } from '#contract/channel-id.ts';
import type { CountedPost } from '#server/analytics/counted-post.ts';
import type { CurvedPost } from '#server/analytics/usual-views.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadPinnedIds } from '#server/db/queries/load-pinned-ids.ts';
import { loadPostCurves } from '#server/db/queries/load-post-curves.ts';

/** The curves of posts by `postId`; a post that was never sampled is absent. */
export async function loadCurves(
  connection: Connection,
  channelId: ChannelId,
  posts: readonly Pick<CountedPost, 'postId' | 'postedAt'>[],
): Promise<Map<number, CurvedPost>> {
  const stored = await loadPostCurves(
    connection,
    channelId,
    posts.map(({ postId }) => postId),
  );
  const pinned = await loadPinnedIds(connection, channelId);
  const curves = new Map<number, CurvedPost>();
  for (const { postId, postedAt } of posts) {
    const samples = stored.get(postId);
    const publishedAt = Math.floor(Date.parse(postedAt) / 1_000);
    if (samples !== undefined) {
      curves.set(postId, { postId, publishedAt, isPinned: pinned.has(postId), samples });
    }
  }
  return curves;
}
