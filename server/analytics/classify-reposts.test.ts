import { describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { ForwardOrigin } from '#contract/post.ts';
import { aPost } from './a-post.ts';
import { classifyReposts, originKey } from './classify-reposts.ts';
import type { CountedPost } from './counted-post.ts';

const origin: ForwardOrigin = {
  channelId: channelIdSchema.parse('1500000000'),
  postId: 77,
  fromName: null,
  date: '2026-10-01T00:00:00.000Z',
};

/** An instant so many days after 1 November 2026. */
function day(days: number): string {
  return new Date(Date.UTC(2026, 10, 1) + days * 86_400_000).toISOString();
}

/** Posts of the channel itself, one a day from day 1 on. */
function ownPosts(views: number[]): CountedPost[] {
  return views.map((count, index) => aPost({ postId: index + 1, views: count, postedAt: day(index + 1) }));
}

function repost(fields: Parameters<typeof aPost>[0]): CountedPost {
  return aPost({ postId: 500, postedAt: day(3), forward: origin, ...fields });
}

describe('classifyReposts without the original', () => {
  // The median of 80, 90, 100, 110, 120 is 100, so more than 200 views are too many.
  const five = ownPosts([100, 80, 120, 90, 110]);

  it.each([
    { views: 200, kind: 'own' },
    { views: 201, kind: 'shared' },
    { views: 3, kind: 'own' },
  ])('a repost of $views views among posts of 100 is $kind', ({ views, kind }) => {
    expect(classifyReposts([...five, repost({ views })])).toEqual(new Map([[500, kind]]));
  });

  it('needs five posts to compare with', () => {
    expect(classifyReposts([...five.slice(1), repost({ views: 90_000 })]).get(500)).toBe('own');
  });

  it('compares only with posts of thirty days before and after', () => {
    const far = repost({ views: 90_000, postedAt: day(31.5) });
    expect(classifyReposts([...five, far]).get(500)).toBe('own');
    expect(classifyReposts([...five, { ...far, postedAt: day(31) }]).get(500)).toBe('shared');
  });

  it('compares only with posts that are no forwards at all and have views', () => {
    const hidden: ForwardOrigin = { ...origin, channelId: null, postId: null, fromName: 'Somebody' };
    const fifth = aPost({ postId: 5, views: 100, postedAt: day(5), forward: hidden });
    expect(classifyReposts([...five.slice(0, 4), fifth, repost({ views: 90_000 })]).get(500)).toBe('own');
    const unseen = aPost({ postId: 5, views: null, postedAt: day(5) });
    expect(classifyReposts([...five.slice(0, 4), unseen, repost({ views: 90_000 })]).get(500)).toBe('own');
  });

  it('compares with the twenty nearest posts only', () => {
    // Twenty posts of 1,000 views around the repost, and far more posts of 10 views a little farther away.
    const near = Array.from({ length: 20 }, (_, index) =>
      aPost({ postId: index + 1, views: 1_000, postedAt: day(3 + (index - 10) / 100) }),
    );
    const farther = Array.from({ length: 60 }, (_, index) =>
      aPost({ postId: index + 100, views: 10, postedAt: day(4 + index / 100) }),
    );
    expect(classifyReposts([...near, ...farther, repost({ views: 1_900 })]).get(500)).toBe('own');
    expect(classifyReposts([...farther, repost({ views: 1_900 })]).get(500)).toBe('shared');
  });
});

describe('classifyReposts with the original', () => {
  const originals = new Map([['1500000000/77', 10_000]]);

  it.each([
    { views: 10_000, kind: 'shared' },
    { views: 10_100, kind: 'shared' },
    { views: 9_900, kind: 'shared' },
    { views: 10_101, kind: 'own' },
    { views: 9_899, kind: 'own' },
  ])('a repost of $views views of a post of 10,000 is $kind', ({ views, kind }) => {
    // The neighbours would say "shared" each time: the original decides alone.
    const posts = [...ownPosts([1, 1, 1, 1, 1]), repost({ views })];
    expect(classifyReposts(posts, originals).get(500)).toBe(kind);
  });
});

describe('what is a repost', () => {
  it('is only a forward that names channel and post', () => {
    expect(originKey(origin)).toBe('1500000000/77');
    expect(originKey({ ...origin, postId: null })).toBeNull();
    expect(originKey({ ...origin, channelId: null })).toBeNull();
    expect(originKey(null)).toBeNull();
    expect(classifyReposts([repost({ forward: { ...origin, postId: null } }), aPost()]).size).toBe(0);
  });

  it('is a copy of the channel by itself too', () => {
    const own = { ...origin, channelId: channelIdSchema.parse('1900000001') };
    expect(classifyReposts([repost({ views: 5, forward: own })]).get(500)).toBe('own');
  });

  it('without views is never called shared', () => {
    expect(classifyReposts([repost({ views: null })], new Map([['1500000000/77', 0]])).get(500)).toBe('own');
  });
});
