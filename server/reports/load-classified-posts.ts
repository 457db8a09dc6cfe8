import type { ChannelId } from '#contract/channel-id.ts';
import { classifyReposts, originKey, type RepostKind } from '#server/analytics/classify-reposts.ts';
import type { CountedPost } from '#server/analytics/counted-post.ts';
import type { Connection } from '#server/db/connection.ts';
import { keepStoredChannels } from '#server/db/queries/keep-stored-channels.ts';
import { loadCountedPosts } from '#server/db/queries/load-counted-posts.ts';
import { loadOriginalCounts } from '#server/db/queries/load-original-counts.ts';

export interface ClassifiedPosts {
  /** Ascending by publication; those published in the 30 days before `from` are among them. */
  posts: CountedPost[];
  kinds: Map<number, RepostKind>;
}

const neighbourhoodMs = 30 * 24 * 60 * 60_000;

/**
 * Counters of copy and original are compared only when both were read within this time, so that the growth of the one
 * that was read later says nothing.
 */
const sameSyncMs = 15 * 60_000;

/** Loads a channel's posts from an instant on (null: all) and tells which reposts show somebody else's counter. */
export async function loadClassifiedPosts(
  connection: Connection,
  channelId: ChannelId,
  from: Date | null,
): Promise<ClassifiedPosts> {
  const reachingBack = from === null ? null : new Date(from.getTime() - neighbourhoodMs);
  const posts = await loadCountedPosts(connection, channelId, reachingBack);
  return { posts, kinds: classifyReposts(posts, await loadOriginalViews(connection, posts)) };
}

async function loadOriginalViews(
  connection: Connection,
  posts: readonly CountedPost[],
): Promise<Map<string, number>> {
  const wanted = new Map<ChannelId, Map<number, number[]>>();
  for (const { forward, capturedAt } of posts) {
    if (forward === null || forward.channelId === null || forward.postId === null) continue;
    const ofChannel = wanted.get(forward.channelId) ?? new Map<number, number[]>();
    wanted.set(forward.channelId, ofChannel);
    ofChannel.set(forward.postId, [...(ofChannel.get(forward.postId) ?? []), Date.parse(capturedAt)]);
  }
  const views = new Map<string, number>();
  // Most originals lie in channels that nobody tracks. Of the others one after another is asked: no question joins the
  // rows of two channels.
  for (const origin of await keepStoredChannels(connection, [...wanted.keys()])) {
    const readAt = wanted.get(origin) ?? new Map<number, number[]>();
    for (const original of await loadOriginalCounts(connection, origin, [...readAt.keys()])) {
      const at = original.capturedAt.getTime();
      const isSameSync = readAt.get(original.postId)?.every((copyAt) => Math.abs(copyAt - at) <= sameSyncMs);
      const key = originKey({ channelId: origin, postId: original.postId });
      if (isSameSync === true && key !== null) views.set(key, original.views);
    }
  }
  return views;
}
