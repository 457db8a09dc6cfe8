import fc from 'fast-check';
import { BinaryReader } from 'telegram/extensions/index.js';
import { expect, it } from 'vitest';
import { installFastReader } from './fast-reader.ts';

it("reads every 64-bit integer exactly as GramJS's own reader does", () => {
  const slow = BinaryReader.prototype.readLong;
  installFastReader();
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.boolean(), (bytes, isSigned) => {
      const ours = new BinaryReader(Buffer.from(bytes));
      const theirs = new BinaryReader(Buffer.from(bytes));
      for (let index = 0; index < 2; index += 1) {
        const read = ours.readLong(isSigned);
        const expected = slow.call(theirs, isSigned);
        expect(read.toString()).toBe(expected.toString());
        expect(read.equals(expected)).toBe(true);
      }
      expect(ours.offset).toBe(theirs.offset);
    }),
  );
});
