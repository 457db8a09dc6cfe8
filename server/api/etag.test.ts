import { describe, expect, it } from 'vitest';
import { isKnownEtag, toEtag } from './etag.ts';

describe('an entity tag', () => {
  const etag = toEtag([['1', null]]);

  it('is the same for the same parts and another for others', () => {
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(toEtag([['1', null]])).toBe(etag);
    expect(toEtag([['1', '2026-01-01']])).not.toBe(etag);
  });

  it.each([
    ['the tag alone', etag, true],
    ['the tag among others', `"other", ${etag}`, true],
    ['the tag marked weak by a proxy', `W/${etag}`, true],
    ['a star', '*', true],
    ['another tag', '"other"', false],
    ['a part of the tag', etag.slice(0, 10), false],
    ['nothing', null, false],
  ])('is known by %s: %s → %s', (_name, header, isKnown) => {
    expect(isKnownEtag(header, etag)).toBe(isKnown);
  });
});
