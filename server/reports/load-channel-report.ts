/**
 * Reading: questions to the database and the arithmetic of `analytics/` make the answers of the contract, every figure
 * with its provenance. A report does not ask who reads it: its caller has passed `server/access`.
 */

import type { ChannelReport, Period, PostHeadline } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import { bestPost } from '#server/analytics/best-post.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { loadPostText } from '#server/db/queries/load-post-text.ts';
import { excerptOf } from './excerpt.ts';
import { historyState } from './history-state.ts';
import { lastTenFigures } from './last-ten-figures.ts';
import { loadReportBasis, readAt } from './load-report-basis.ts';
import type { ReportPosts } from './load-report-posts.ts';
import { reachFigures } from './reach-figures.ts';
import { growthFigure, subscribersFigure } from './subscriber-figures.ts';

/** One channel over one period that ends at `now`; null: the channel is not stored. */
export async function loadChannelReport(
  connection: Connection,
  channelId: ChannelId,
  period: Period,
  now: Date,
): Promise<ChannelReport | null> {
  const channel = await loadChannel(connection, channelId);
  if (channel === null) return null;
  const basis = await loadReportBasis(connection, channel, period, now);
  const { posts } = basis;
  const { title, username, visibility, state } = channel;
  return {
    channel: { channelId, title, username, visibility, state },
    history: historyState(basis.schedule),
    period,
    window: { from: posts.window.from.toISOString(), to: posts.window.to.toISOString() },
    postSet: { kind: posts.set.kind, n: posts.set.posts.length },
    subscribers: subscribersFigure(basis),
    growth7Days: growthFigure(basis),
    ...reachFigures(basis),
    bestPost: await loadBestPost(connection, channelId, posts),
    last10: lastTenFigures(basis),
    viewsByPost: {
      postIds: posts.inWindow.map((post) => post.shownId),
      publishedAt: posts.inWindow.map((post) => Math.floor(Date.parse(post.postedAt) / 1_000)),
      views: posts.inWindow.map((post) => post.views),
      isSharedRepost: posts.inWindow.map((post) => posts.kinds.get(post.postId) === 'shared'),
    },
    capturedAt: readAt(basis),
  };
}

async function loadBestPost(
  connection: Connection,
  channelId: ChannelId,
  posts: ReportPosts,
): Promise<PostHeadline | null> {
  const best = bestPost(posts.set.posts);
  if (best === null) return null;
  const text = await loadPostText(connection, channelId, best.postId);
  return {
    postId: best.shownId,
    excerpt: excerptOf(text ?? ''),
    publishedAt: best.postedAt,
    views: best.views,
  };
}
