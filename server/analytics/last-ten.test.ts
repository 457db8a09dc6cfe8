import { describe, expect, it } from 'vitest';
import { aPost } from './a-post.ts';
import { bestPost, byViews } from './best-post.ts';
import type { EligiblePost } from './eligible-posts.ts';
import { lastTen } from './last-ten.ts';

function post(postId: number, views: number, fields: Partial<EligiblePost> = {}): EligiblePost {
  const postedAt = new Date(Date.UTC(2026, 10, 1, postId)).toISOString();
  return { ...aPost({ postId, postedAt, forwards: 1, reactions: {} }), ...fields, views };
}

describe('lastTen', () => {
  it('takes the ten newest posts, however fresh, and forms the older figures', () => {
    const posts = Array.from({ length: 12 }, (_, index) => post(index + 1, (index + 1) * 100));
    const figures = lastTen(posts, 5_000);
    expect(figures.posts.map(({ postId }) => postId)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    // 300 + 400 + … + 1200 = 7500; ten forwards.
    expect(figures).toMatchObject({
      viewsLast10Posts: 7_500,
      avgViewsPerPost: 750,
      interactions: 10,
      interactionsPerView: 10 / 7_500,
      interactionsPerSubscriber: 10 / 5_000,
      parts: ['reactions', 'forwards'],
    });
  });

  it('takes fewer when there are fewer, and has no figures of none', () => {
    expect(lastTen([post(1, 40)], null)).toMatchObject({
      viewsLast10Posts: 40,
      avgViewsPerPost: 40,
      interactionsPerView: 1 / 40,
      interactionsPerSubscriber: null,
    });
    expect(lastTen([], 100)).toEqual({
      posts: [],
      viewsLast10Posts: null,
      avgViewsPerPost: null,
      interactions: 0,
      interactionsPerView: null,
      interactionsPerSubscriber: null,
      parts: [],
    });
  });

  it('tells zero views from no posts', () => {
    expect(lastTen([post(1, 0)], 0)).toMatchObject({
      viewsLast10Posts: 0,
      avgViewsPerPost: 0,
      interactionsPerView: null,
      interactionsPerSubscriber: null,
    });
  });

  it('goes by publication first and by the shown id of posts of one second', () => {
    const at = '2026-11-05T00:00:00.000Z';
    const posts = [
      post(1, 5, { postedAt: at }),
      post(9, 6, { postedAt: at, shownId: 3 }),
      post(7, 7, { postedAt: at }),
    ];
    expect(lastTen(posts, null).posts.map(({ postId }) => postId)).toEqual([7, 9, 1]);
  });
});

describe('byViews', () => {
  it('puts most views first and the smaller id first among equals', () => {
    expect(byViews([post(3, 10), post(2, 30), post(1, 10)]).map(({ postId }) => postId)).toEqual([2, 1, 3]);
    expect(bestPost([post(3, 10), post(1, 10)])?.postId).toBe(1);
    expect(bestPost([])).toBeNull();
  });
});
