import { describe, expect, it } from 'vitest';
import { buildPostFigures } from './post-figures.ts';

const basis = { subscribers: 15_000, hasReactions: true };
const post = {
  views: 45_000,
  reactions: { '👍': 200, '🔥': 120 },
  paidReactions: null,
  forwards: 45,
  comments: 120,
};

describe('the figures of a post', () => {
  it("of the older system's example: 15,000 subscribers, 45,000 views, 320 + 45 + 120 interactions", () => {
    expect(buildPostFigures(post, basis)).toEqual({
      views: 45_000,
      reactions_count: 320,
      reactions_breakdown: { '👍': 200, '🔥': 120 },
      paid_reactions_count: null,
      forwards: 45,
      comments_count: 120,
      er: expect.closeTo(3.2333, 4),
      err: expect.closeTo(1.0778, 4),
    });
  });

  it('leave out a part that is off, and say null for it and not zero', () => {
    const figures = buildPostFigures(
      { ...post, reactions: {}, comments: null },
      { ...basis, hasReactions: false },
    );
    expect(figures).toMatchObject({
      reactions_count: null,
      reactions_breakdown: null,
      comments_count: null,
      err: 0.1,
    });
    expect(buildPostFigures({ ...post, reactions: {} }, basis)).toMatchObject({
      reactions_count: 0,
      reactions_breakdown: {},
    });
  });

  it.each([
    [{ views: null }, basis, { views: null, err: null }],
    [{ views: 0 }, basis, { views: 0, err: null }],
    [{}, { ...basis, subscribers: null }, { er: null }],
    [{}, { ...basis, subscribers: 0 }, { er: null }],
    [{ reactions: null, forwards: null, comments: null }, basis, { er: null, err: null }],
    [{ reactions: {}, forwards: 0, comments: 0 }, basis, { er: 0, err: 0 }],
  ])('with %j and %j hold %j', (change, known, expected) => {
    expect(buildPostFigures({ ...post, ...change }, known)).toMatchObject(expected);
  });

  it('count stars apart', () => {
    expect(buildPostFigures({ ...post, paidReactions: 1_000 }, basis)).toMatchObject({
      reactions_count: 320,
      paid_reactions_count: 1_000,
      err: expect.closeTo(1.0778, 4),
    });
  });
});
