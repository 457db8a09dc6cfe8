import type { Message, Post } from '#contract/post.ts';
import { buildPosts } from '#server/analytics/build-posts.ts';
import type { MessageStats } from '#server/gateway-client/stats-answers.ts';
import { toMarkedId } from '#server/ids.ts';
import { fetchMessages } from '../telegram/fetch-history.ts';
import type { OpenChannel } from './open-channel.ts';
import { buildPostFigures, type RateBasis } from './post-figures.ts';
import { GatewayProblem } from './problem.ts';
import type { FullChannelReader } from './remember-full-channel.ts';

/** An album has at most ten messages with ids in a row, so these many before and after a message hold all of its own. */
const albumReach = 9;
const greatestId = 2 ** 31 - 1;

/**
 * Reads the figures of the post a message belongs to: of an album every message gives the same answer, because the
 * album is one publication. Neighbours come with the same call.
 */
export async function readMessageStats(
  channel: OpenChannel,
  messageId: number,
  readFull: FullChannelReader,
  now: () => Date,
): Promise<MessageStats> {
  const [full, page] = await Promise.all([
    readFull(channel, false),
    fetchMessages(channel.source.interactive, channel.peer, idsAround(messageId)),
  ]);
  if (page.unreadable.some((each) => each.messageId === messageId)) {
    throw new GatewayProblem('telegram-trouble', { reason: 'unreadable' });
  }
  const readAt = now().toISOString();
  const post = findPost(page.messages, messageId, readAt);
  if (post === null) throw new GatewayProblem('message-not-found');
  return {
    chat_id: toMarkedId(full.channelId),
    ...buildStatsPost(post, full),
    timestamp: readAt,
  };
}

/** A post and its figures, as both the answer for one message and the list have it. */
export function buildStatsPost(post: Post, basis: RateBasis): Omit<MessageStats, 'chat_id' | 'timestamp'> {
  return {
    message_id: post.shownId,
    message_ids: post.items.map((item) => item.messageId),
    posted_at: post.postedAt,
    edited_at: post.editedAt,
    ...buildPostFigures(post, basis),
  };
}

function idsAround(messageId: number): number[] {
  const first = Math.max(1, messageId - albumReach);
  const last = Math.min(greatestId, messageId + albumReach);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function findPost(messages: readonly Message[], messageId: number, readAt: string): Post | null {
  const asked = messages.find((message) => message.messageId === messageId);
  if (asked === undefined) return null;
  const own = messages.filter(
    (message) => message === asked || (asked.groupedId !== null && message.groupedId === asked.groupedId),
  );
  return buildPosts(own, readAt)[0] ?? null;
}
