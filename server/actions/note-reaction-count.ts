import type { ChannelId } from '#contract/channel-id.ts';
import type { Post, ReactionCounts } from '#contract/post.ts';
import { mergeCounts } from '#server/analytics/merge-counts.ts';
import type { Database } from '#server/db/database.ts';
import { type LockedPost, lockPostOfMessage } from '#server/db/queries/lock-post-of-message.ts';
import { savePostSamples } from '#server/db/queries/save-post-samples.ts';
import { saveToldReactions } from '#server/db/queries/save-told-post.ts';
import { toReading } from '#server/series/to-reading.ts';

/** All reactions of one message at an instant, as Telegram told the bot. */
export interface ToldReactions {
  channelId: ChannelId;
  messageId: number;
  reactions: ReactionCounts;
  /** Stars; null: none were given. */
  paidReactions: number | null;
  toldAt: Date;
}

/**
 * Stores the reactions of a stored post where they are newer than what was read of it, and a sample of them, whose other
 * counts are unknown. A post that nobody has read yet has no series: its first reading counts from its publication.
 * Nothing happens to posts that are not stored, and by the same update again.
 */
export async function noteReactionCount(
  database: Pick<Database, 'transaction'>,
  told: ToldReactions,
): Promise<void> {
  const { channelId, messageId, toldAt } = told;
  await database.transaction(async (connection) => {
    const stored = await lockPostOfMessage(connection, channelId, { messageId, groupedId: null });
    if (stored === null || isOld(stored, toldAt)) return;
    const post = withReactions(stored.post, told);
    if (!stored.isTold) {
      const unread = { views: null, forwards: null, comments: null };
      const at = Math.floor(toldAt.getTime() / 1_000);
      await savePostSamples(connection, channelId, [{ ...toReading(post), ...unread, at }]);
    }
    await saveToldReactions(connection, post, toldAt);
  });
}

/** Of a post that only the bot was told of nothing was counted yet. */
function isOld({ post, isTold, reactionsAt }: LockedPost, toldAt: Date): boolean {
  if (reactionsAt !== null && toldAt < reactionsAt) return true;
  return !isTold && toldAt.getTime() <= Date.parse(post.capturedAt);
}

function withReactions(post: Post, { messageId, reactions, paidReactions }: ToldReactions): Post {
  const items = post.items.map((item) =>
    item.messageId === messageId ? { ...item, reactions, paidReactions } : item,
  );
  const paid = items.map((item) => item.paidReactions).filter((count) => count !== null);
  return {
    ...post,
    items,
    reactions: mergeCounts(items.map((item) => item.reactions)),
    paidReactions: paid.length === 0 ? null : paid.reduce((sum, count) => sum + count, 0),
  };
}
