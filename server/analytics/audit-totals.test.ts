import { describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { Message } from '#contract/post.ts';
import { aMessage } from './a-message.ts';
import { auditTotals } from './audit-totals.ts';
import { buildPosts } from './build-posts.ts';

const channelId = channelIdSchema.parse('1900000001');
const other = channelIdSchema.parse('1500000000');
const date = '2026-10-01T00:00:00.000Z';

function totals(messages: Message[]): ReturnType<typeof auditTotals> {
  return auditTotals(channelId, buildPosts(messages, '2026-11-30T00:00:00.000Z'));
}

describe('auditTotals', () => {
  it('counts a small channel as by hand', () => {
    const group = '13844631442285753';
    const result = totals([
      // Monday 2 November 2026, 00:59 UTC.
      aMessage({
        messageId: 2,
        postedAt: '2026-11-02T00:59:59.000Z',
        groupedId: group,
        views: 90,
        forwards: 2,
      }),
      aMessage({
        messageId: 3,
        postedAt: '2026-11-02T00:59:59.000Z',
        groupedId: group,
        views: 100,
        editedAt: date,
        reactions: { '👍': 3 },
      }),
      // Sunday 8 November, 23 h: a copy of the channel's own post.
      aMessage({
        messageId: 4,
        postedAt: '2026-11-08T23:00:00.000Z',
        views: 40,
        comments: 5,
        forward: { channelId, postId: 1, fromName: null, date },
      }),
      // From another channel without a post id: no repost, but its origin counts.
      aMessage({
        messageId: 5,
        postedAt: '2026-11-08T23:30:00.000Z',
        views: 10,
        editedAt: date,
        isEditHidden: true,
        forward: { channelId: other, postId: null, fromName: null, date },
      }),
      aMessage({ messageId: 6, postedAt: '2026-11-08T23:40:00.000Z', views: null }),
    ]);
    const { postsByWeekdayHourUtc, ...counts } = result;
    expect(counts).toEqual({
      messages: 4,
      posts: 3,
      albums: 1,
      views: 150,
      viewsNaive: 240,
      reposts: 1,
      sharedReposts: 0,
      eligiblePosts: 3,
      eligibleViews: 150,
      forwards: 2,
      comments: 5,
      reactions: 3,
      postsWithReactions: 1,
      postsVisiblyEdited: 1,
      selfForwards: 1,
      repostsFromOtherChannels: 1,
      // (2 + 3) of the album + 5 comments of the copy = 10 interactions on 150 views.
      last10: {
        postIds: [5, 4, 2],
        viewsLast10Posts: 150,
        avgViewsPerPost: 50,
        interactionsPerView: 10 / 150,
      },
      top10ByViews: [
        [2, 100],
        [4, 40],
        [5, 10],
      ],
    });
    expect(postsByWeekdayHourUtc).toHaveLength(7);
    expect(postsByWeekdayHourUtc.every((hours) => hours.length === 24)).toBe(true);
    expect(postsByWeekdayHourUtc[0]?.[0]).toBe(1);
    expect(postsByWeekdayHourUtc[6]?.[23]).toBe(2);
    expect(postsByWeekdayHourUtc.flat().reduce((sum, posts) => sum + posts, 0)).toBe(3);
  });

  it('leaves shared reposts out of what is eligible, and only there', () => {
    const own = [1, 2, 3, 4, 5].map((messageId) => aMessage({ messageId, views: 100 }));
    const shared = aMessage({
      messageId: 6,
      views: 9_000,
      forward: { channelId: other, postId: 8, fromName: null, date },
    });
    expect(totals([...own, shared])).toMatchObject({
      posts: 6,
      views: 9_500,
      reposts: 1,
      sharedReposts: 1,
      eligiblePosts: 5,
      eligibleViews: 500,
      last10: { postIds: [5, 4, 3, 2, 1], viewsLast10Posts: 500, avgViewsPerPost: 100 },
    });
  });

  it('says null where no post has comments or forwards, and has empty lists of an empty channel', () => {
    expect(totals([aMessage({ comments: null, forwards: null })])).toMatchObject({
      comments: null,
      forwards: null,
    });
    expect(totals([])).toMatchObject({
      posts: 0,
      views: 0,
      reactions: null,
      last10: { postIds: [], viewsLast10Posts: 0, avgViewsPerPost: null, interactionsPerView: null },
      top10ByViews: [],
    });
  });
});
