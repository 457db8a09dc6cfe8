import { describe, expect, it } from 'vitest';
import { cadenceOf } from './cadence.ts';
import { viewRate } from './view-rate.ts';

const at = (day: number, hour = 0): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();

describe('viewRate', () => {
  it('is the median of views by the subscribers of that day', () => {
    const counts = [
      { capturedAt: at(1), subscribers: 1_000 },
      { capturedAt: at(5), subscribers: 2_000 },
      { capturedAt: at(20), subscribers: 0 },
    ];
    const posts = [
      { postedAt: at(2), views: 500 },
      { postedAt: at(5), views: 500 },
      { postedAt: at(10), views: 800 },
      // Before the first look, more than seven days after the last one, and with nobody there.
      { postedAt: at(0), views: 9_999 },
      { postedAt: at(12, 1), views: 9_999 },
      { postedAt: at(21), views: 9_999 },
    ];
    expect(viewRate(posts, counts)).toEqual({ value: 0.4, n: 3 });
    expect(viewRate(posts.slice(0, 2), counts)).toEqual({ value: 0.375, n: 2 });
  });

  it('is unknown without posts or subscribers', () => {
    expect(viewRate([], [])).toEqual({ value: null, n: 0 });
    expect(viewRate([{ postedAt: at(2), views: 5 }], [])).toEqual({ value: null, n: 0 });
  });
});

describe('cadenceOf', () => {
  const posts = [1, 2, 2, 3, 4].map((day, index) => ({ postedAt: at(day), isAd: index === 1 }));
  const isAd = (post: { isAd: boolean }): boolean => post.isAd;

  it('counts the posts of the covered days and the ads among them', () => {
    expect(cadenceOf(posts, { from: new Date(at(2)), to: new Date(at(4)) }, isAd)).toEqual({
      postsPerDay: 1.5,
      adsPerDay: 0.5,
      adShare: 1 / 3,
      posts: 3,
      ads: 1,
    });
  });

  it('says nothing a day of less than a day, and no share of nothing', () => {
    expect(cadenceOf(posts, { from: new Date(at(1)), to: new Date(at(1, 23)) }, isAd)).toMatchObject({
      postsPerDay: null,
      adsPerDay: null,
      adShare: 0,
      posts: 1,
    });
    expect(cadenceOf(posts, { from: new Date(at(8)), to: new Date(at(10)) }, isAd)).toEqual({
      postsPerDay: 0,
      adsPerDay: 0,
      adShare: null,
      posts: 0,
      ads: 0,
    });
  });
});
