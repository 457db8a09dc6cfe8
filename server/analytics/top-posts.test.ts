import { describe, expect, it } from 'vitest';
import { aPost } from './a-post.ts';
import { reactionsByEmoji } from './reactions-by-emoji.ts';
import { topPosts } from './top-posts.ts';

describe('topPosts', () => {
  const posts = [
    { ...aPost({ postId: 1, forwards: 5, comments: null, reactions: { '👍': 1 } }), views: 100 },
    { ...aPost({ postId: 2, forwards: 9, comments: 0, reactions: { '👍': 2, '🔥': 2 } }), views: 1_000 },
    { ...aPost({ postId: 3, forwards: 5, comments: 3, reactions: {} }), views: 0 },
    { ...aPost({ postId: 4, forwards: null, comments: null, reactions: null }), views: 70 },
  ];
  const order = (by: Parameters<typeof topPosts>[1], limit = 10) =>
    topPosts(posts, by, limit).map(({ post, value }) => [post.postId, value]);

  it('puts posts in order, equal ones by id, without those that do not say it', () => {
    expect(order('views')).toEqual([
      [2, 1_000],
      [1, 100],
      [4, 70],
      [3, 0],
    ]);
    expect(order('forwards')).toEqual([
      [2, 9],
      [1, 5],
      [3, 5],
    ]);
    expect(order('comments')).toEqual([
      [3, 3],
      [2, 0],
    ]);
    expect(order('reactions')).toEqual([
      [2, 4],
      [1, 1],
      [3, 0],
    ]);
    expect(order('interactionsPerView')).toEqual([
      [1, 0.06],
      [2, 0.013],
    ]);
  });

  it('gives no more than asked', () => {
    expect(order('views', 2)).toEqual([
      [2, 1_000],
      [1, 100],
    ]);
    expect(topPosts([], 'views', 3)).toEqual([]);
  });
});

describe('reactionsByEmoji', () => {
  it('sums each reaction, most first', () => {
    const reactions = [{ '👍': 3, 'custom:1': 1 }, null, { '👍': 2, '🔥': 4, '😢': 0 }];
    expect(reactionsByEmoji(reactions.map((each) => ({ reactions: each })))).toEqual([
      { reaction: '👍', count: 5, share: 0.5 },
      { reaction: '🔥', count: 4, share: 0.4 },
      { reaction: 'custom:1', count: 1, share: 0.1 },
    ]);
  });

  it('tells nobody from not known', () => {
    expect(reactionsByEmoji([{ reactions: {} }])).toEqual([]);
    expect(reactionsByEmoji([{ reactions: null }])).toBeNull();
    expect(reactionsByEmoji([])).toBeNull();
  });
});
