import { describe, expect, it } from 'vitest';
import type { Post } from '#contract/post.ts';
import { aPost } from './a-post.ts';
import { aPostCurve } from './a-post-curve.ts';
import { buyerRow, type Offer } from './buyer-row.ts';
import { type ComparedFigure, compareChannels, comparedFigures, indexSeries } from './compare-channels.ts';
import { reachOrEstimate } from './estimated-reach.ts';

const now = new Date('2026-11-30T12:00:00.000Z');
const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

describe('buyerRow', () => {
  /** Posts of 2, 3, 4, 5 and 6 days ago with 100, 200 … views, of which 24 h after publication 80 % were there. */
  function anOffer(more: Partial<Offer<Post>> = {}): Offer<Post> {
    const posts = [2, 3, 4, 5, 6].map((days, index) =>
      aPost({
        postId: index + 1,
        postedAt: ago(days).toISOString(),
        views: 100 * (index + 1),
        forwards: 3,
        text: index === 0 ? 'ad' : '',
      }),
    );
    const curves = new Map(
      posts.map((post) => {
        const publishedAt = Date.parse(post.postedAt) / 1_000;
        const views = post.views ?? 0;
        return [
          post.postId,
          aPostCurve(
            [
              [24, views * 0.8],
              [48, views],
            ],
            { postId: post.postId, publishedAt },
          ),
        ];
      }),
    );
    return {
      posts,
      kinds: new Map(),
      curves,
      counts: [
        { capturedAt: ago(30).toISOString(), subscribers: 1_000 },
        { capturedAt: ago(0).toISOString(), subscribers: 1_200 },
      ],
      subscribers: 1_200,
      hasReactions: null,
      coveredFrom: ago(10),
      price: 60,
      isAd: (post) => post.text === 'ad',
      ...more,
    };
  }

  it('is what was worked by hand', () => {
    // Median of 100…500 is 300, at 24 h 240; mean 240 / 1,200 subscribers. 5 × 3 forwards of 1,500 views.
    expect(buyerRow(anOffer(), now)).toEqual({
      medianReach: 300,
      n: 5,
      medianReach24: 240,
      reach24N: 5,
      reach24PerSubscriber: 0.2,
      engagementRate: 0.01,
      parts: ['reactions', 'forwards'],
      postsPerDay: 0.5,
      adsPerDay: 0.1,
      growth: {
        change: 200,
        rate: 0.2,
        coverage: { from: ago(30).toISOString(), to: now.toISOString() },
        n: 2,
      },
      pricePerThousand: 250,
      priceBasis: 'reach24',
    });
  });

  it('counts an ad that was deleted after a day in reach at 24 h and in cadence, not in reach', () => {
    const offer = anOffer();
    const posts = offer.posts.map((post) =>
      post.postId === 1
        ? { ...post, deletedAt: new Date(Date.parse(post.postedAt) + 90_000_000).toISOString() }
        : post,
    );
    expect(buyerRow(anOffer({ posts }), now)).toMatchObject({
      n: 4,
      medianReach: 350,
      medianReach24: 240,
      adsPerDay: 0.1,
    });
  });

  it('divides the price by the final views while too little is known at 24 h, and says so', () => {
    expect(buyerRow(anOffer({ curves: new Map() }), now)).toMatchObject({
      medianReach24: null,
      reach24PerSubscriber: null,
      pricePerThousand: 200,
      priceBasis: 'reach',
    });
  });

  it('says null for what is not known', () => {
    const nothing = anOffer({
      posts: [],
      curves: new Map(),
      counts: [],
      subscribers: null,
      coveredFrom: null,
    });
    expect(buyerRow(nothing, now)).toEqual({
      medianReach: null,
      n: 0,
      medianReach24: null,
      reach24N: 0,
      reach24PerSubscriber: null,
      engagementRate: null,
      parts: [],
      postsPerDay: null,
      adsPerDay: null,
      growth: null,
      pricePerThousand: null,
      priceBasis: null,
    });
    expect(buyerRow(anOffer({ price: null }), now)).toMatchObject({
      pricePerThousand: null,
      priceBasis: null,
    });
  });
});

describe('compareChannels', () => {
  const channel = (
    channelId: string,
    given: Partial<Record<ComparedFigure, number | null>>,
    comments = true,
  ) => ({
    channelId,
    figures: {
      medianReach: null,
      medianReach24: null,
      viewRate: null,
      averageReach: null,
      engagementRate: null,
      growthRate: null,
      postsPerDay: null,
      subscribers: null,
      ...given,
    },
    parts: comments ? (['reactions', 'forwards', 'comments'] as const) : (['reactions', 'forwards'] as const),
  });

  it('puts medians first, absolute and against the first channel', () => {
    const comparison = compareChannels([
      channel('1', { medianReach: 200, averageReach: 0 }),
      channel('2', { medianReach: 300, averageReach: 5 }),
      channel('3', { averageReach: 7 }),
    ]);
    if (comparison.kind !== 'comparison') throw new Error(comparison.kind);
    expect(comparison.rows.map(({ figure }) => figure)).toEqual(comparedFigures);
    expect(comparison.rows[0]).toEqual({
      figure: 'medianReach',
      values: [200, 300, null],
      indexed: [1, 1.5, null],
    });
    expect(comparison.rows[3]).toEqual({
      figure: 'averageReach',
      values: [0, 5, 7],
      indexed: [null, null, null],
    });
    expect(comparison.differingParts).toEqual([]);
  });

  it('names the parts that only some channels have', () => {
    expect(compareChannels([channel('1', {}), channel('2', {}, false)])).toMatchObject({
      differingParts: ['comments'],
    });
    expect(compareChannels([channel('1', {}, false), channel('2', {}, false)])).toMatchObject({
      differingParts: [],
    });
  });

  it.each([0, 1, 6])('refuses %i channels', (given) => {
    const channels = Array.from({ length: given }, (_, index) => channel(String(index), {}));
    expect(compareChannels(channels)).toEqual({ kind: 'wrong-number', given, fewest: 2, most: 5 });
  });

  it('counts a channel that is named twice once', () => {
    expect(compareChannels([channel('1', {}), channel('1', {})])).toMatchObject({
      kind: 'wrong-number',
      given: 1,
    });
  });
});

describe('indexSeries', () => {
  it('starts at one and keeps gaps', () => {
    expect(indexSeries([null, 0, 50, null, 75])).toEqual([null, 0, 1, null, 1.5]);
    expect(indexSeries([0, null])).toEqual([null, null]);
    expect(indexSeries([])).toEqual([]);
  });
});

describe('reachOrEstimate', () => {
  it('prefers what was read, and estimates only from the first reading of a post of 72 h', () => {
    expect(
      reachOrEstimate(
        aPostCurve([
          [24, 80],
          [80, 100],
        ]),
        24,
        0.7,
      ),
    ).toEqual({ value: 80, approximate: false });
    expect(
      reachOrEstimate(
        aPostCurve([
          [72, 100],
          [90, 110],
        ]),
        24,
        0.7,
      ),
    ).toEqual({ value: 70, approximate: true });
    expect(
      reachOrEstimate(
        aPostCurve([
          [71.9, 100],
          [90, 110],
        ]),
        24,
        0.7,
      ),
    ).toBeNull();
    expect(reachOrEstimate(aPostCurve([[72, 100]]), 24, null)).toBeNull();
    expect(reachOrEstimate(aPostCurve([]), 24, 0.7)).toBeNull();
  });
});
