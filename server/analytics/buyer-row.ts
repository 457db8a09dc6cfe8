import type { InteractionPart } from '#contract/figure.ts';
import { cadenceOf } from './cadence.ts';
import { choosePostSet } from './choose-post-set.ts';
import type { RepostKind } from './classify-reposts.ts';
import type { CountedPost } from './counted-post.ts';
import { eligiblePosts } from './eligible-posts.ts';
import { type Growth, growthOver, type SubscriberCount } from './growth.ts';
import { medianOf, ratioOf } from './mean-and-median.ts';
import { reachOver } from './reach-over.ts';
import { interactionsPerView } from './sum-interactions.ts';
import type { ViewsCurve } from './views-at.ts';

/** What is known of a channel that a buyer looks at. */
export interface Offer<Counted extends CountedPost> {
  /** Every stored post, deleted ones and reposts included. */
  posts: readonly Counted[];
  kinds: ReadonlyMap<number, RepostKind>;
  curves: ReadonlyMap<number, ViewsCurve>;
  /** Ascending. */
  counts: readonly SubscriberCount[];
  subscribers: number | null;
  hasReactions: boolean | null;
  /** Since when posts are known; null: no reading yet. */
  coveredFrom: Date | null;
  /** Asked for one placement, in any currency; null: not told. */
  price: number | null;
  isAd: (post: Counted) => boolean;
}

/** One line of the buyer's table, over 30 days. */
export interface BuyerRow {
  medianReach: number | null;
  /** Posts it is made of. */
  n: number;
  medianReach24: number | null;
  reach24N: number;
  /** mean reach at 24 h / subscribers now: TGStat's ERR24. */
  reach24PerSubscriber: number | null;
  engagementRate: number | null;
  parts: InteractionPart[];
  postsPerDay: number | null;
  adsPerDay: number | null;
  growth: Growth | null;
  /** price / views × 1000. */
  pricePerThousand: number | null;
  /** Which views the price was divided by; null where there is none to divide by. */
  priceBasis: 'reach24' | 'reach' | null;
}

const windowMs = 30 * 24 * 60 * 60_000;
/** With fewer posts known at 24 h the price is divided by the final views. */
const fewest = 5;

export function buyerRow<Counted extends CountedPost>(offer: Offer<Counted>, now: Date): BuyerRow {
  const window = { from: new Date(now.getTime() - windowMs), to: now };
  const { posts: set } = choosePostSet(eligiblePosts(offer.posts, offer.kinds), window, now);
  const reach24 = reachOver(offer.posts, offer.kinds, offer.curves, window, 24);
  const medianReach = medianOf(set.map(({ views }) => views));
  const engagement = interactionsPerView(set, offer.hasReactions);
  const coveredFrom = new Date(Math.max(window.from.getTime(), (offer.coveredFrom ?? now).getTime()));
  const { postsPerDay, adsPerDay } = cadenceOf(offer.posts, { from: coveredFrom, to: now }, offer.isAd);
  const isKnownAt24 = reach24.n >= fewest;
  const views = isKnownAt24 ? reach24.median : medianReach;
  const pricePerView = ratioOf(offer.price, views);
  return {
    medianReach,
    n: set.length,
    medianReach24: reach24.median,
    reach24N: reach24.n,
    reach24PerSubscriber: ratioOf(reach24.mean, offer.subscribers),
    engagementRate: engagement.value,
    parts: engagement.parts,
    postsPerDay,
    adsPerDay,
    growth: growthOver(offer.counts, window),
    pricePerThousand: pricePerView === null ? null : pricePerView * 1_000,
    priceBasis: pricePerView === null ? null : isKnownAt24 ? 'reach24' : 'reach',
  };
}
