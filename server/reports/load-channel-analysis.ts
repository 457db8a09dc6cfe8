import type { Period } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Figure } from '#contract/figure.ts';
import { type BestTime, bestTime } from '#server/analytics/best-time.ts';
import { choosePostSet, isWithin } from '#server/analytics/choose-post-set.ts';
import { type EligiblePost, eligiblePosts, isMature } from '#server/analytics/eligible-posts.ts';
import { type DailyReach, dailyReach, viewsByHour } from '#server/analytics/hourly-views.ts';
import { createLocalClock } from '#server/analytics/local-time.ts';
import { type EmojiCount, reactionsByEmoji } from '#server/analytics/reactions-by-emoji.ts';
import { type TopBy, topPosts } from '#server/analytics/top-posts.ts';
import { viewRate } from '#server/analytics/view-rate.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { loadCurvesOfDays } from '#server/db/queries/load-curves-of-days.ts';
import { loadSnapshots } from '#server/db/queries/load-snapshots.ts';
import { buildFigure } from './build-figure.ts';
import { loadClassifiedPosts } from './load-classified-posts.ts';
import { loadCurves } from './load-curves.ts';
import { latestOf } from './load-report-posts.ts';
import { periodWindow } from './period-window.ts';
import { type ReachAtAge, reachAtAgeFigures } from './reach-at-age-figures.ts';

/** What samples of posts over time tell of a channel over one period, beyond its report. */
export interface ChannelAnalysis {
  reach: ReachAtAge[];
  viewRate: Figure;
  /** By the day of the zone that was asked. */
  dailyReach: DailyReach[];
  bestTime: BestTime;
  /** The ten posts with the most of each, by the id people see. */
  top: Record<TopBy, { postId: number; value: number }[]>;
  /** null: Telegram tells no reactions of these posts. */
  reactions: EmojiCount[] | null;
}

const topCount = 10;
const dayMs = 24 * 60 * 60_000;
/** Subscribers at publication may have been counted so long before. */
const beforePublicationMs = 7 * dayMs;

/** The period ends at `now`; days and hours are those of `zone` (IANA). Null: the channel is not stored. */
export async function loadChannelAnalysis(
  connection: Connection,
  channelId: ChannelId,
  { period, zone, now }: { period: Period; zone: string; now: Date },
): Promise<ChannelAnalysis | null> {
  const channel = await loadChannel(connection, channelId);
  if (channel === null) return null;
  const { firstSeenAt } = channel;
  const asked = period === 'all' ? null : periodWindow(period, now, null);
  const before = asked === null ? null : new Date(2 * asked.from.getTime() - now.getTime());
  const { posts, kinds } = await loadClassifiedPosts(connection, channelId, before);
  const window = asked ?? periodWindow('all', now, posts[0]?.postedAt ?? null);
  const compared =
    before === null ? posts : posts.filter(({ postedAt }) => Date.parse(postedAt) >= before.getTime());
  const curves = await loadCurves(connection, channelId, compared);
  const capturedAt = latestOf(posts.map((post) => post.capturedAt));
  const eligible = eligiblePosts(posts, kinds);
  const { posts: set } = choosePostSet(eligible, window, now);
  const counts = await loadSnapshots(
    connection,
    channelId,
    new Date(window.from.getTime() - beforePublicationMs),
  );
  const rate = viewRate(set, counts);
  return {
    reach: reachAtAgeFigures({
      posts: compared,
      kinds,
      curves,
      window,
      observedFrom: firstSeenAt,
      capturedAt,
    }),
    viewRate: buildFigure({
      formula: 'view-rate',
      value: rate.value,
      n: rate.n,
      window: { from: window.from.toISOString(), to: window.to.toISOString() },
      capturedAt: rate.n === 0 ? null : capturedAt,
      source: rate.n === 0 ? null : 'mixed',
      reason: set.length === 0 ? 'no-posts' : 'subscribers-unknown',
    }),
    dailyReach: await loadDailyReach(connection, channelId, { window, firstSeenAt, zone }),
    bestTime: bestTime(
      eligible.filter((post) => isMature(post, now) && isWithin(post.postedAt, window)),
      zone,
    ),
    top: topOfEach(set),
    reactions: reactionsByEmoji(set),
  };
}

async function loadDailyReach(
  connection: Connection,
  channelId: ChannelId,
  { window, firstSeenAt, zone }: { window: { from: Date; to: Date }; firstSeenAt: Date; zone: string },
): Promise<DailyReach[]> {
  // The window may begin within a day of the zone, which began up to a day and a change of the clock before.
  const from = new Date(window.from.getTime() - 2 * dayMs);
  const stored = await loadCurvesOfDays(connection, channelId, from, window.to);
  // A post that is not stored may be of any age: only what follows its first reading counts.
  const hours = viewsByHour(
    stored.map(({ curve, postedAt }) => ({ publishedAt: postedAt ?? 0, samples: curve })),
  );
  const clock = createLocalClock(zone);
  const days = dailyReach(hours, toSeconds(firstSeenAt), toSeconds(window.to), clock);
  const firstDay = clock(toSeconds(window.from)).day;
  return days.filter(({ day }) => day >= firstDay);
}

function topOfEach(posts: readonly EligiblePost[]): ChannelAnalysis['top'] {
  const top = (by: TopBy): { postId: number; value: number }[] =>
    topPosts(posts, by, topCount).map(({ post, value }) => ({ postId: post.shownId, value }));
  return {
    views: top('views'),
    forwards: top('forwards'),
    comments: top('comments'),
    reactions: top('reactions'),
    interactionsPerView: top('interactionsPerView'),
  };
}

function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}
