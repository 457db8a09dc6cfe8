import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPost } from './a-post.ts';
import { interactionsPerView, sumInteractions } from './sum-interactions.ts';

describe('sumInteractions', () => {
  it('adds reactions, forwards and comments and names them; stars stay outside', () => {
    const posts = [
      aPost({ reactions: { '👍': 5, '❤': 2 }, forwards: 3, comments: 4, paidReactions: 1_000 }),
      aPost({ reactions: {}, forwards: 1, comments: null }),
    ];
    expect(sumInteractions(posts)).toEqual({ total: 15, parts: ['reactions', 'forwards', 'comments'] });
  });

  it.each([
    { what: 'comments are off', fields: { comments: null }, parts: ['reactions', 'forwards'], total: 9 },
    {
      what: 'nobody commented',
      fields: { comments: 0 },
      parts: ['reactions', 'forwards', 'comments'],
      total: 9,
    },
    { what: 'the source carries no reactions', fields: { reactions: null }, parts: ['forwards'], total: 7 },
    {
      what: 'the source carries only views',
      fields: { reactions: null, forwards: null },
      parts: [],
      total: 0,
    },
  ])('names the parts that are there when $what', ({ fields, parts, total }) => {
    const post = aPost({ reactions: { '👍': 2 }, forwards: 7, comments: null, ...fields });
    expect(sumInteractions([post])).toEqual({ total, parts });
  });

  it('tells "nobody reacted" from "nobody may react" where the channel says so', () => {
    const posts = [aPost({ reactions: {}, forwards: 7 })];
    expect(sumInteractions(posts, null).parts).toEqual(['reactions', 'forwards']);
    expect(sumInteractions(posts, true).parts).toEqual(['reactions', 'forwards']);
    expect(sumInteractions(posts, false).parts).toEqual(['forwards']);
    // Reactions left before they were switched off still count.
    const older = [...posts, aPost({ reactions: { '🔥': 1 }, forwards: 0 })];
    expect(sumInteractions(older, false)).toEqual({ total: 8, parts: ['reactions', 'forwards'] });
  });
});

describe('interactionsPerView', () => {
  const seen = (views: number, forwards: number | null) => ({
    ...aPost({ forwards, reactions: null }),
    views,
  });

  it('is the sum of interactions over the sum of views, not the mean of rates', () => {
    // 10/100 and 1/900: the sums give 11/1000, the mean of both rates would be 0.0506.
    expect(interactionsPerView([seen(100, 10), seen(900, 1)])).toEqual({
      ...{ value: 0.011, parts: ['forwards'] },
      ...{ total: 11, views: 1_000 },
    });
  });

  it('is null over no posts, no views, or no parts', () => {
    expect(interactionsPerView([])).toMatchObject({ value: null, parts: [] });
    expect(interactionsPerView([seen(0, 3)])).toMatchObject({ value: null, parts: ['forwards'] });
    expect(interactionsPerView([seen(100, null)])).toMatchObject({ value: null, parts: [] });
  });

  it('does not depend on the order of posts', () => {
    const posts = fc.array(
      fc.record({ views: fc.nat(1_000_000), forwards: fc.option(fc.nat(999), { nil: null }) }),
    );
    fc.assert(
      fc.property(posts, (drawn) => {
        const built = drawn.map(({ views, forwards }) => seen(views, forwards));
        expect(interactionsPerView(built.toReversed())).toEqual(interactionsPerView(built));
      }),
      { numRuns: 100 },
    );
  });
});
