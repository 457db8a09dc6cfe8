import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { GZIPPacked } from 'telegram/tl/core/index.js';
import { describe, expect, it } from 'vitest';
import { installFastGunzip } from './fast-gunzip.ts';

describe('unpacking answers', () => {
  it("gives the same bytes as GramJS's own unpacking", () => {
    const slow = GZIPPacked.ungzip;
    installFastGunzip();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
        const packed = gzipSync(bytes);
        expect(GZIPPacked.ungzip(packed)).toEqual(slow(packed));
      }),
    );
    const random = randomBytes(100_000);
    expect(GZIPPacked.ungzip(gzipSync(random))).toEqual(random);
  });

  it('refuses an answer that would fill the memory', () => {
    installFastGunzip();
    expect(() => GZIPPacked.ungzip(gzipSync(Buffer.alloc(40 * 1_024 * 1_024)))).toThrow(RangeError);
  });
});
