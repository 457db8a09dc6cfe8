import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '#contract/post.ts';
import { aMessage } from './a-message.ts';
import { buildPosts } from './build-posts.ts';

const group = '13844631442285753';
const early = '2026-11-02T00:00:00.000Z';
const late = '2026-11-03T00:00:00.000Z';

describe('buildPosts', () => {
  it('makes one post of each message without a group', () => {
    const posts = buildPosts(
      [aMessage({ messageId: 7, text: 'b' }), aMessage({ messageId: 5, text: 'a' })],
      early,
    );
    expect(posts.map(({ postId, shownId, text }) => [postId, shownId, text])).toEqual([
      [5, 5, 'a'],
      [7, 7, 'b'],
    ]);
    expect(posts[0]?.capturedAt).toBe(early);
  });

  it('makes one post of an album: maxima, summed reactions, the first text with its own entities', () => {
    const bold = [{ type: 'Bold', offset: 0, length: 2 }];
    const [post, ...others] = buildPosts(
      [
        aMessage({
          messageId: 11,
          groupedId: group,
          views: 90,
          forwards: 3,
          comments: null,
          reactions: { '👍': 2 },
        }),
        aMessage({
          messageId: 12,
          groupedId: group,
          views: 100,
          forwards: 1,
          comments: 4,
          reactions: { '👍': 1, 'custom:5368324170671202286': 3 },
          text: 'caption',
          entities: bold,
          mediaKind: 'photo',
        }),
        aMessage({ messageId: 13, groupedId: group, views: 95, text: 'second caption' }),
      ],
      early,
    );
    expect(others).toEqual([]);
    expect(post).toMatchObject({
      postId: 11,
      shownId: 11,
      groupedId: group,
      views: 100,
      forwards: 3,
      comments: 4,
      reactions: { '👍': 3, 'custom:5368324170671202286': 3 },
      text: 'caption',
      entities: bold,
      mediaKind: 'photo',
    });
    expect(post?.items.map(({ messageId }) => messageId)).toEqual([11, 12, 13]);
  });

  it('adds the messages beyond a page border to the stored album, whose key stays', () => {
    const origin = { channelId: null, postId: null, fromName: 'Somebody', date: early };
    const newer = buildPosts([aMessage({ messageId: 12, groupedId: group, views: 10, forwards: 9 })], early);
    const [post] = buildPosts(
      [aMessage({ messageId: 11, groupedId: group, views: 12, text: 'first', forward: origin })],
      early,
      newer,
    );
    expect(post).toMatchObject({
      postId: 12,
      shownId: 11,
      views: 12,
      forwards: 9,
      text: 'first',
      forward: origin,
    });
    expect(post?.items.map(({ messageId }) => messageId)).toEqual([11, 12]);
  });

  it('leaves out a stored album that the border of the page cuts, unless the page has more of it', () => {
    const stored = buildPosts(
      [11, 12].map((messageId) => aMessage({ messageId, groupedId: group, views: 50 })),
      early,
    );
    const upper = aMessage({ messageId: 12, groupedId: group, views: 60 });
    expect(buildPosts([upper], late, stored, 12)).toEqual([]);
    expect(buildPosts([upper], late, stored, 11)).toMatchObject([{ views: 60, capturedAt: late }]);
    const more = aMessage({ messageId: 13, groupedId: group, views: 61 });
    expect(buildPosts([upper, more], late, stored, 12)).toMatchObject([{ views: 61, capturedAt: late }]);
  });

  it('keeps key and remaining items when the first item of a stored album is not delivered any more', () => {
    const stored = buildPosts(
      [aMessage({ messageId: 11, groupedId: group }), aMessage({ messageId: 12, groupedId: group })],
      early,
    );
    const [post] = buildPosts([aMessage({ messageId: 12, groupedId: group, views: 200 })], late, stored);
    expect(post).toMatchObject({ postId: 11, shownId: 11, views: 200, capturedAt: late });
  });

  it('lets an older reading add items but never replace counts of a newer one', () => {
    const stored = buildPosts([aMessage({ messageId: 12, groupedId: group, views: 50 })], late);
    const [post] = buildPosts(
      [
        aMessage({ messageId: 11, groupedId: group, views: 20 }),
        aMessage({ messageId: 12, groupedId: group, views: 70 }),
      ],
      early,
      stored,
    );
    expect(post).toMatchObject({ postId: 12, shownId: 11, views: 50, capturedAt: late });
  });

  it('tells visible edits from hidden ones, item by item', () => {
    const edited = (fields: Partial<Message>): boolean | undefined =>
      buildPosts(
        [
          aMessage({ messageId: 1, groupedId: group }),
          aMessage({ messageId: 2, groupedId: group, ...fields }),
        ],
        early,
      )[0]?.isVisiblyEdited;
    expect(edited({ editedAt: late })).toBe(true);
    expect(edited({ editedAt: late, isEditHidden: true })).toBe(false);
    expect(edited({})).toBe(false);
  });

  it('keeps "Telegram did not say" apart from zero', () => {
    const [post] = buildPosts(
      [
        aMessage({
          messageId: 1,
          groupedId: group,
          views: null,
          comments: null,
          reactions: null,
          paidReactions: null,
        }),
        aMessage({
          messageId: 2,
          groupedId: group,
          views: null,
          comments: 0,
          reactions: null,
          paidReactions: 5,
        }),
      ],
      early,
    );
    expect(post).toMatchObject({ views: null, comments: 0, reactions: null, paidReactions: 5 });
  });

  it('gives the same posts whatever the order of messages and wherever pages are cut', () => {
    const messages = fc.uniqueArray(
      fc.record({
        messageId: fc.integer({ min: 1, max: 60 }),
        group: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
        views: fc.option(fc.nat(500), { nil: null }),
        likes: fc.nat(9),
        text: fc.constantFrom('', 'one', 'two'),
      }),
      { selector: ({ messageId }) => messageId, maxLength: 30 },
    );
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 30 }), fc.nat(), (drawn, pageSize, seed) => {
        const all = drawn.map(({ messageId, group: drawnGroup, views, likes, text }) =>
          aMessage({
            messageId,
            views,
            text,
            groupedId: drawnGroup === null ? null : `1384463144228575${drawnGroup}`,
            reactions: { '👍': likes },
          }),
        );
        const whole = buildPosts(all, early);
        const shuffled = all.toSorted(
          (a, b) => ((a.messageId * (seed + 7)) % 61) - ((b.messageId * (seed + 7)) % 61),
        );
        expect(buildPosts(shuffled, early)).toEqual(whole);
        let stored = new Map<number, ReturnType<typeof buildPosts>[number]>();
        const descending = all.toSorted((a, b) => b.messageId - a.messageId);
        for (let start = 0; start < descending.length; start += pageSize) {
          const page = buildPosts(descending.slice(start, start + pageSize), early, [...stored.values()]);
          stored = new Map([...stored, ...page.map((post) => [post.postId, post] as const)]);
        }
        const withoutKey = (posts: Iterable<ReturnType<typeof buildPosts>[number]>): object[] =>
          [...posts].map(({ postId: _, ...rest }) => rest).toSorted((a, b) => a.shownId - b.shownId);
        // Only the key may differ: it is the first id ever seen, and pages show the newest first.
        expect(withoutKey(stored.values())).toEqual(withoutKey(whole));
      }),
      { numRuns: 200 },
    );
  });
});
