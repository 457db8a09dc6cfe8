import type { Period } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import { choosePostSet, isWithin, type PostSet } from '#server/analytics/choose-post-set.ts';
import type { RepostKind } from '#server/analytics/classify-reposts.ts';
import type { CountedPost } from '#server/analytics/counted-post.ts';
import { type EligiblePost, eligiblePosts } from '#server/analytics/eligible-posts.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadClassifiedPosts } from './load-classified-posts.ts';
import { periodWindow } from './period-window.ts';

/** The posts of a channel as a report over a period takes them. */
export interface ReportPosts {
  window: { from: Date; to: Date };
  /** Every stored post of the window that was not deleted, ascending. */
  inWindow: CountedPost[];
  kinds: Map<number, RepostKind>;
  /** All loaded posts that count; the ten newest are among them, whatever the window. */
  eligible: EligiblePost[];
  /** What every rate is made of. */
  set: PostSet;
  /** Publication of the oldest loaded post; null: there is none. */
  oldestAt: string | null;
  /** When any of the loaded posts was read last. */
  capturedAt: string | null;
}

/** As many are wanted as the figures over the ten newest posts need. */
const enough = 10;

/**
 * Loads what a report over the period needs: the window and the 30 days before it, against which reposts are compared.
 * A window too poor for its figures makes them reach back without limit; then everything is loaded, which is little,
 * because the channel writes seldom.
 */
export async function loadReportPosts(
  connection: Connection,
  channelId: ChannelId,
  period: Period,
  now: Date,
): Promise<ReportPosts> {
  const from = period === 'all' ? null : periodWindow(period, now, null).from;
  const near = await load(connection, channelId, period, from, now);
  const isEnough =
    near.set.kind === 'window' &&
    near.eligible.filter((post) => isWithin(post.postedAt, near.window)).length >= enough;
  return from === null || isEnough ? near : await load(connection, channelId, period, null, now);
}

async function load(
  connection: Connection,
  channelId: ChannelId,
  period: Period,
  from: Date | null,
  now: Date,
): Promise<ReportPosts> {
  const { posts, kinds } = await loadClassifiedPosts(connection, channelId, from);
  const oldestAt = posts[0]?.postedAt ?? null;
  const window = periodWindow(period, now, oldestAt);
  const eligible = eligiblePosts(posts, kinds);
  return {
    window,
    inWindow: posts.filter((post) => post.deletedAt === null && isWithin(post.postedAt, window)),
    kinds,
    eligible,
    set: choosePostSet(eligible, window, now),
    oldestAt,
    capturedAt: latestOf(posts.map((post) => post.capturedAt)),
  };
}

/** The latest of instants in ISO 8601; null of none. */
export function latestOf(instants: readonly (string | null)[]): string | null {
  return instants.reduce((latest, instant) => {
    if (instant === null) return latest;
    return latest === null || Date.parse(instant) > Date.parse(latest) ? instant : latest;
  }, null);
}
