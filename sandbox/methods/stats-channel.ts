import { mutedPercent, topHoursGraph } from '#sandbox/graphs/channel-graphs.ts';
import { daySeconds } from '#sandbox/graphs/instants.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { VisibleMessage } from '#sandbox/world/world.ts';
import type { UserCall } from './method.ts';
import { findStatistics } from './stats-access.ts';
import { buildEmptyGraph, buildGraph, createGraphMaker } from './stats-graphs.ts';
import { buildPeriod, compare, currentPeriod, type Period } from './stats-period.ts';
import type { GraphTokens } from './stats-tokens.ts';

const recentPosts = 100;

/** `stats.getBroadcastStats`: figures of the last seven days and every graph a channel has. */
export function getBroadcastStats(call: UserCall, tokens: GraphTokens): TlObject {
  const { world } = call;
  const { id } = findStatistics(call, 'broadcast');
  const graphs = createGraphMaker(call, tokens, id);
  const period = currentPeriod(world.now());
  const posts = postsSince(call, id, period.from - 7 * daySeconds);
  const perPost = (figure: (post: VisibleMessage) => number): TlObject =>
    compare(period, (of) => averageOf(posts, of, figure));
  const subscribers = world.subscribers(id) ?? 0;
  const none = { _: 'statsAbsValueAndPrev', current: 0, previous: 0 };
  return {
    _: 'stats.broadcastStats',
    period: buildPeriod(period),
    followers: compare(period, ({ to }) => world.subscribers(id, to) ?? 0),
    views_per_post: perPost(({ views }) => views ?? 0),
    shares_per_post: perPost(({ forwards }) => forwards ?? 0),
    reactions_per_post: perPost(countReactions),
    views_per_story: none,
    shares_per_story: none,
    reactions_per_story: none,
    enabled_notifications: {
      _: 'statsPercentValue',
      part: Math.floor((subscribers * (100 - mutedPercent)) / 100),
      total: subscribers,
    },
    growth_graph: graphs.ready('growth'),
    followers_graph: graphs.ready('followers'),
    mute_graph: graphs.ready('mute'),
    top_hours_graph: buildGraph(topHoursGraph(world, id)),
    interactions_graph: graphs.async('interactions'),
    iv_interactions_graph: buildEmptyGraph(),
    views_by_source_graph: graphs.async('viewsBySource'),
    new_followers_by_source_graph: graphs.async('newFollowersBySource'),
    languages_graph: graphs.async('languages'),
    reactions_by_emotion_graph: graphs.async('reactionsByEmotion'),
    story_interactions_graph: buildEmptyGraph(),
    story_reactions_by_emotion_graph: buildEmptyGraph(),
    recent_posts_interactions: posts.slice(0, recentPosts).map((post) => ({
      _: 'postInteractionCountersMessage',
      msg_id: post.id,
      views: post.views ?? 0,
      forwards: post.forwards ?? 0,
      reactions: countReactions(post),
    })),
  };
}

/** Posts published since, the newest first. */
function postsSince({ world }: UserCall, channelId: string, since: number): VisibleMessage[] {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, minId: 0, maxId: 0 };
  const { messages } = world.history(channelId, { ...page, limit: Number.MAX_SAFE_INTEGER });
  return messages.filter(({ date, service }) => service === null && date > since);
}

function averageOf(
  posts: readonly VisibleMessage[],
  { from, to }: Period,
  figure: (post: VisibleMessage) => number,
): number {
  const published = posts.filter(({ date }) => date > from && date <= to);
  if (published.length === 0) return 0;
  return published.reduce((sum, post) => sum + figure(post), 0) / published.length;
}

function countReactions({ reactions }: VisibleMessage): number {
  return reactions.reduce((sum, { count }) => sum + count, 0);
}
