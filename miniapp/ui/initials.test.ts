import { describe, expect, it } from 'vitest';
import { colourIndexOf, initialsOf } from './initials.ts';

describe('initialsOf', () => {
  it.each([
    ['Northern Lights', 'NL'],
    ['северное сияние сегодня', 'СС'],
    ['lobelia4cosmetics', 'L'],
    ['🇷🇺 Новости', '🇷🇺Н'],
    ['«РИА Новости»', 'РН'],
    ['— !', '—'],
    ['', '#'],
  ])('makes of %s the letters %s', (title, initials) => {
    expect(initialsOf(title)).toBe(initials);
  });
});

describe('colourIndexOf', () => {
  it('is one of seven, also for ids above 2^53', () => {
    expect(colourIndexOf('7')).toBe(0);
    expect(colourIndexOf('9007199254740993')).toBe(Number(9_007_199_254_740_993n % 7n));
  });
});
