import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sanitizeText } from './sanitize-text.ts';

it('leaves ordinary texts alone and drops what PostgreSQL cannot hold', () => {
  expect(sanitizeText('Ёлки 🎄 и\nпалки')).toBe('Ёлки 🎄 и\nпалки');
  expect(sanitizeText('a\u0000b\u0000')).toBe('ab');
  expect(sanitizeText('x\ud83dy')).toBe('x\ufffdy');
});

it('makes any string well formed and free of zero characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      const clean = sanitizeText(`${left}\ud800\u0000${right}`);
      expect(clean.isWellFormed()).toBe(true);
      expect(clean).not.toContain('\u0000');
    }),
  );
});
