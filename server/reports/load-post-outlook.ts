import type { ChannelId } from '#contract/channel-id.ts';
import { eligiblePosts, newestFirst } from '#server/analytics/eligible-posts.ts';
import { forecastViews, type ViewsForecast } from '#server/analytics/forecast-views.ts';
import { createLocalClock } from '#server/analytics/local-time.ts';
import { type UsualViews, usualViewsAt, velocityOf } from '#server/analytics/usual-views.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadClassifiedPosts } from './load-classified-posts.ts';
import { loadCurves } from './load-curves.ts';

/** How a post goes against the usual, and where that leads. */
export interface PostOutlook {
  /** Of the last reading with views; null: it was never sampled. */
  views: number | null;
  ageSeconds: number | null;
  /** What posts of the channel usually have at that age; null: too few are known. */
  usual: UsualViews | null;
  /** views ÷ usual views. */
  velocity: number | null;
  /** For the horizons that lie ahead and can be told. */
  forecasts: (ViewsForecast & { horizonHours: number })[];
}

const horizonsHours = [24, 48, 72] as const;
const hourSeconds = 3_600;
/** Past posts to learn from, the newest. */
const learnedCount = 100;

/** `zone` (IANA) is the channel's: it tells the parts of the day. Null: the post is not stored. */
export async function loadPostOutlook(
  connection: Connection,
  channelId: ChannelId,
  { postId, zone }: { postId: number; zone: string },
): Promise<PostOutlook | null> {
  const { posts, kinds } = await loadClassifiedPosts(connection, channelId, null);
  const post = posts.find((each) => each.postId === postId);
  if (post === undefined) return null;
  const publishedAt = Date.parse(post.postedAt);
  const earlier = eligiblePosts(posts, kinds).filter((each) => Date.parse(each.postedAt) < publishedAt);
  const past = newestFirst(earlier).slice(0, learnedCount);
  const curves = await loadCurves(connection, channelId, [post, ...past]);
  const curve = curves.get(postId);
  const last = curve?.samples.findLast(({ views }) => views !== null);
  if (curve === undefined || last === undefined || last.views === null) {
    return { views: null, ageSeconds: null, usual: null, velocity: null, forecasts: [] };
  }
  const { views } = last;
  const ageSeconds = last.at - curve.publishedAt;
  const others = [...curves.values()].filter((each) => each.postId !== postId);
  const usual = usualViewsAt(others, curve.publishedAt, ageSeconds, createLocalClock(zone));
  const own = others.filter(({ isPinned }) => !isPinned);
  return {
    views,
    ageSeconds,
    usual,
    velocity: velocityOf(curve, ageSeconds, usual),
    forecasts: horizonsHours.flatMap((horizonHours) => {
      const horizon = horizonHours * hourSeconds;
      const forecast =
        horizon > ageSeconds ? forecastViews(views, ageSeconds, horizon, { own, pooled: [] }) : null;
      return forecast === null ? [] : [{ horizonHours, ...forecast }];
    }),
  };
}
