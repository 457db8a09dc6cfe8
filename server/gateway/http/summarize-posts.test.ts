import { describe, expect, it } from 'vitest';
import { aPost } from '#server/analytics/a-post.ts';
import { summarizePosts } from './summarize-posts.ts';

const basis = { subscribers: 1_000, hasReactions: true };

describe('the summary of posts', () => {
  it('of none says nothing, and adds up to no posts', () => {
    const nothing = {
      views: null,
      reactions_count: null,
      forwards: null,
      comments_count: null,
      er: null,
      err: null,
    };
    expect(summarizePosts([], basis).summary).toEqual({
      average: nothing,
      median: nothing,
      totals: {
        posts_count: 0,
        views: null,
        reactions_count: null,
        forwards: null,
        comments_count: null,
      },
    });
  });

  it('leaves out the counters of other posts, and posts without views', () => {
    const own = [1, 2, 3, 4, 5].map((postId) => aPost({ postId, views: 100, forwards: 1, reactions: {} }));
    const date = own[0]?.postedAt ?? '';
    const forward = { channelId: own[0]?.channelId ?? null, postId: 99, fromName: null, date };
    const shared = aPost({ postId: 6, views: 90_000, forwards: 900, forward });
    const blind = aPost({ postId: 7, views: null, forwards: 3 });
    const alone = summarizePosts([shared], basis, [...own, shared]);
    expect([...alone.counted]).toEqual([]);
    const { summary, counted } = summarizePosts([...own, shared, blind], basis);
    expect([...counted]).toEqual([1, 2, 3, 4, 5]);
    expect(summary.totals).toMatchObject({ posts_count: 5, views: 500, forwards: 5 });
    expect(summary.average).toMatchObject({ views: 100, forwards: 1, er: 0.1, err: 1 });
    expect(summary.median).toMatchObject({ views: 100, er: 0.1, err: 1 });
  });

  it('says null for reactions that the channel does not allow', () => {
    const posts = [aPost({ postId: 1, views: 10, forwards: 1, reactions: {} })];
    const { summary } = summarizePosts(posts, { ...basis, hasReactions: false });
    expect(summary.totals.reactions_count).toBeNull();
    expect(summary.average.reactions_count).toBeNull();
    expect(summary.average.err).toBe(10);
  });
});
