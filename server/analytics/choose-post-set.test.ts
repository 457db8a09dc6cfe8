import { describe, expect, it } from 'vitest';
import { aPost } from './a-post.ts';
import { choosePostSet } from './choose-post-set.ts';
import type { CountedPost } from './counted-post.ts';
import { eligiblePosts, isMature } from './eligible-posts.ts';

const now = new Date('2026-11-30T12:00:00.000Z');
const window = { from: new Date('2026-10-31T12:00:00.000Z'), to: now };

/** An eligible post published so many hours ago. */
function ago(hours: number, postId: number, views = 100): CountedPost & { views: number } {
  return { ...aPost({ postId, postedAt: new Date(now.getTime() - hours * 3_600_000).toISOString() }), views };
}

describe('eligiblePosts', () => {
  it('leaves out deleted posts, posts without views and shared reposts', () => {
    const posts = [
      aPost({ postId: 1 }),
      aPost({ postId: 2, deletedAt: '2026-11-02T00:00:00.000Z' }),
      aPost({ postId: 3, views: null }),
      aPost({ postId: 4 }),
      aPost({ postId: 5, views: 0 }),
      aPost({ postId: 6 }),
    ];
    const kinds = new Map<number, 'own' | 'shared'>([
      [4, 'shared'],
      [6, 'own'],
    ]);
    expect(eligiblePosts(posts, kinds).map(({ postId }) => postId)).toEqual([1, 5, 6]);
  });
});

describe('isMature', () => {
  it('begins when a post is a day old', () => {
    expect(isMature(ago(24, 1), now)).toBe(true);
    expect(isMature(ago(23.999, 1), now)).toBe(false);
  });
});

describe('choosePostSet', () => {
  it('takes the mature posts of the window, newest first, when there are at least five', () => {
    const posts = [ago(1, 9), ago(30, 5), ago(40, 4), ago(50, 3), ago(60, 2), ago(70, 1), ago(24 * 40, 8)];
    const set = choosePostSet(posts, window, now);
    expect(set.kind).toBe('window');
    expect(set.posts.map(({ postId }) => postId)).toEqual([5, 4, 3, 2, 1]);
  });

  it('takes the ten newest mature posts of all when the window holds fewer than five', () => {
    const posts = [
      ...[1, 2, 3, 4].map((index) => ago(24 + index, 100 - index)),
      ...Array.from({ length: 20 }, (_, index) => ago(24 * 50 + index, 50 - index)),
      ago(2, 200),
    ];
    const set = choosePostSet(posts, window, now);
    expect(set.kind).toBe('newest-10');
    expect(set.posts.map(({ postId }) => postId)).toEqual([99, 98, 97, 96, 50, 49, 48, 47, 46, 45]);
  });

  it('is empty without posts, and with a single fresh one', () => {
    expect(choosePostSet([], window, now)).toEqual({ kind: 'newest-10', posts: [] });
    expect(choosePostSet([ago(3, 1)], window, now)).toEqual({ kind: 'newest-10', posts: [] });
  });

  it('orders posts of one instant by id, the greater first', () => {
    const set = choosePostSet([ago(48, 1), ago(48, 2), ago(48, 3)], window, now);
    expect(set.posts.map(({ postId }) => postId)).toEqual([3, 2, 1]);
  });
});
