import type { ChannelId } from '#contract/channel-id.ts';
import type { AlbumItem, Post } from '#contract/post.ts';
import { byViews } from './best-post.ts';
import { classifyReposts } from './classify-reposts.ts';
import { eligiblePosts } from './eligible-posts.ts';
import { lastTen } from './last-ten.ts';
import { countReactions } from './sum-interactions.ts';
import { postsByWeekdayHourUtc } from './weekday-hours.ts';

/** Totals over everything stored of a channel; docs/metrics.md says what each key means. */
export interface AuditTotals {
  messages: number;
  posts: number;
  albums: number;
  views: number;
  viewsNaive: number;
  reposts: number;
  sharedReposts: number;
  eligiblePosts: number;
  eligibleViews: number;
  forwards: number | null;
  comments: number | null;
  reactions: number | null;
  postsWithReactions: number;
  postsVisiblyEdited: number;
  selfForwards: number;
  repostsFromOtherChannels: number;
  last10: {
    postIds: number[];
    viewsLast10Posts: number;
    avgViewsPerPost: number | null;
    interactionsPerView: number | null;
  };
  top10ByViews: [number, number][];
  postsByWeekdayHourUtc: number[][];
}

/**
 * Adds up all posts of a channel in a way that anyone can repeat from the messages alone: shared reposts are told by the
 * rule without originals, and nothing depends on the instant of asking. Messages without views count nowhere.
 */
export function auditTotals(channelId: ChannelId, stored: readonly Post[]): AuditTotals {
  const posts = stored.filter((post) => post.views !== null);
  const items = posts.flatMap((post) => post.items).filter(hasViews);
  const kinds = classifyReposts(posts);
  const eligible = eligiblePosts(posts, kinds);
  const { posts: newest, viewsLast10Posts, avgViewsPerPost, interactionsPerView } = lastTen(eligible, null);
  const reactions = posts.map((post) => countReactions(post.reactions));
  const origins = posts.map((post) => post.forward?.channelId ?? null);
  return {
    messages: items.length,
    posts: posts.length,
    albums: posts.filter((post) => post.items.length > 1).length,
    views: sumKnown(posts.map((post) => post.views)) ?? 0,
    viewsNaive: sumKnown(items.map((item) => item.views)) ?? 0,
    reposts: kinds.size,
    sharedReposts: [...kinds.values()].filter((kind) => kind === 'shared').length,
    eligiblePosts: eligible.length,
    eligibleViews: sumKnown(eligible.map((post) => post.views)) ?? 0,
    forwards: sumKnown(posts.map((post) => post.forwards)),
    comments: sumKnown(posts.map((post) => post.comments)),
    reactions: sumKnown(reactions),
    postsWithReactions: reactions.filter((count) => count !== null && count > 0).length,
    postsVisiblyEdited: posts.filter((post) => post.isVisiblyEdited).length,
    selfForwards: origins.filter((origin) => origin === channelId).length,
    repostsFromOtherChannels: origins.filter((origin) => origin !== null && origin !== channelId).length,
    last10: {
      postIds: newest.map((post) => post.shownId),
      viewsLast10Posts: viewsLast10Posts ?? 0,
      avgViewsPerPost,
      interactionsPerView,
    },
    top10ByViews: byViews(eligible)
      .slice(0, 10)
      .map((post) => [post.shownId, post.views]),
    postsByWeekdayHourUtc: postsByWeekdayHourUtc(posts),
  };
}

function hasViews(item: AlbumItem): boolean {
  return item.views !== null;
}

/** Sum of what is known; null when nothing is. */
function sumKnown(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
