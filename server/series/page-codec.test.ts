import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anySample } from './a-curve.ts';
import { decodePage, encodePage } from './page-codec.ts';
import { SeriesError } from './series-error.ts';

const anyPage = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 2 ** 31 - 1 }), anySample)
    .map(([postId, sample]) => ({ postId, ...sample })),
  { maxLength: 100 },
);

describe('the codec of pages', () => {
  it('gives back every reading of every post in its order', () => {
    fc.assert(
      fc.property(anyPage, (page) => {
        expect(decodePage(encodePage(page))).toEqual(page);
      }),
      { numRuns: 200 },
    );
  });

  it('makes the same bytes of the same readings', () => {
    fc.assert(fc.property(anyPage, (page) => encodePage(page).equals(encodePage(structuredClone(page)))));
  });

  it('says of anything else that it is no page', () => {
    fc.assert(
      fc.property(anyPage, fc.nat(), (page, cut) => {
        const bytes = encodePage(page);
        expect(() => decodePage(bytes.subarray(0, cut % bytes.length))).toThrow(SeriesError);
        expect(() => decodePage(Buffer.concat([bytes, Buffer.of(0)]))).toThrow(SeriesError);
      }),
    );
    expect(() => decodePage(Buffer.of(9, 0))).toThrow('version');
  });
});
