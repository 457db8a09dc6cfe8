import { describe, expect, it } from 'vitest';
import { excerptOf } from './excerpt.ts';

describe('excerptOf', () => {
  it.each([
    { text: '', excerpt: '' },
    { text: '  \n\t\n', excerpt: '' },
    { text: '\n  First line \r\nsecond', excerpt: 'First line' },
    { text: 'a'.repeat(80), excerpt: 'a'.repeat(80) },
    { text: 'a'.repeat(81), excerpt: `${'a'.repeat(79)}…` },
    // A family is one character to people, though it is eleven code units.
    { text: '👨‍👩‍👧‍👦'.repeat(81), excerpt: `${'👨‍👩‍👧‍👦'.repeat(79)}…` },
  ])('of $text is $excerpt', ({ text, excerpt }) => {
    expect(excerptOf(text)).toBe(excerpt);
  });
});
