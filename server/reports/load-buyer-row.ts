import type { ChannelId } from '#contract/channel-id.ts';
import { type BuyerRow, buyerRow, type Offer } from '#server/analytics/buyer-row.ts';
import { isWithin } from '#server/analytics/choose-post-set.ts';
import type { CountedPost } from '#server/analytics/counted-post.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { loadSnapshots } from '#server/db/queries/load-snapshots.ts';
import { loadClassifiedPosts } from './load-classified-posts.ts';
import { loadCurves } from './load-curves.ts';

/** What is stored of a channel for its line, before a price is named and anybody says what an ad is. */
export type StoredOffer = Omit<Offer<CountedPost>, 'price' | 'isAd'>;

const windowMs = 30 * 24 * 60 * 60_000;
/** Subscribers at publication may have been counted a week before the window. */
const countsMs = windowMs + 7 * 24 * 60 * 60_000;

/** The last 30 days of a channel as a buyer sees them; null: it is not stored. */
export async function loadBuyerRow(
  connection: Connection,
  channelId: ChannelId,
  terms: Pick<Offer<CountedPost>, 'price' | 'isAd'>,
  now: Date,
): Promise<BuyerRow | null> {
  const offer = await loadOffer(connection, channelId, now);
  return offer === null ? null : buyerRow({ ...offer, ...terms }, now);
}

/** Every post is loaded, because a channel that writes seldom is judged by older ones; curves of the 30 days alone. */
export async function loadOffer(
  connection: Connection,
  channelId: ChannelId,
  now: Date,
): Promise<StoredOffer | null> {
  const channel = await loadChannel(connection, channelId);
  if (channel === null) return null;
  const { posts, kinds } = await loadClassifiedPosts(connection, channelId, null);
  const window = { from: new Date(now.getTime() - windowMs), to: now };
  const schedule = await loadSchedule(connection, channelId);
  const oldest = posts[0];
  // A history is read from its end: until it is complete nothing is known from before the oldest stored post.
  const isComplete = schedule?.historyState === 'complete';
  return {
    posts,
    kinds,
    curves: await loadCurves(
      connection,
      channelId,
      posts.filter(({ postedAt }) => isWithin(postedAt, window)),
    ),
    counts: await loadSnapshots(connection, channelId, new Date(now.getTime() - countsMs)),
    subscribers: channel.subscribers,
    hasReactions: channel.hasReactions,
    coveredFrom: isComplete ? window.from : oldest === undefined ? null : new Date(oldest.postedAt),
  };
}
