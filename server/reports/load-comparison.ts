import type { ChannelId } from '#contract/channel-id.ts';
import { buyerRow } from '#server/analytics/buyer-row.ts';
import { choosePostSet } from '#server/analytics/choose-post-set.ts';
import {
  type ComparedChannel,
  type Comparison,
  compareChannels,
} from '#server/analytics/compare-channels.ts';
import { eligiblePosts } from '#server/analytics/eligible-posts.ts';
import { meanOf } from '#server/analytics/mean-and-median.ts';
import { viewRate } from '#server/analytics/view-rate.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadOffer, type StoredOffer } from './load-buyer-row.ts';

const windowMs = 30 * 24 * 60 * 60_000;

/**
 * Two to five channels side by side over the last 30 days; a channel that is not stored is left out, and may leave too
 * few. One channel after another is asked: no question joins the rows of two.
 */
export async function loadComparison(
  connection: Connection,
  channelIds: readonly ChannelId[],
  now: Date,
): Promise<Comparison> {
  const compared: ComparedChannel[] = [];
  for (const channelId of channelIds) {
    const offer = await loadOffer(connection, channelId, now);
    if (offer !== null) compared.push(toCompared(channelId, offer, now));
  }
  return compareChannels(compared);
}

function toCompared(channelId: ChannelId, offer: StoredOffer, now: Date): ComparedChannel {
  const row = buyerRow({ ...offer, price: null, isAd: () => false }, now);
  const window = { from: new Date(now.getTime() - windowMs), to: now };
  const { posts: set } = choosePostSet(eligiblePosts(offer.posts, offer.kinds), window, now);
  return {
    channelId,
    figures: {
      medianReach: row.medianReach,
      medianReach24: row.medianReach24,
      viewRate: viewRate(set, offer.counts).value,
      averageReach: meanOf(set.map(({ views }) => views)),
      engagementRate: row.engagementRate,
      growthRate: row.growth?.rate ?? null,
      postsPerDay: row.postsPerDay,
      subscribers: offer.subscribers,
    },
    parts: row.parts,
  };
}
