import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sessionContext } from './seal-contexts.ts';
import { SealError } from './seal-error.ts';
import {
  type FindKey,
  keyIdOf,
  openRecord,
  type RingKey,
  rewrapRecord,
  type SealContext,
  sealRecord,
} from './seal-record.ts';

const keys: [RingKey, RingKey] = [
  { id: 'old', key: randomBytes(32) },
  { id: 'new', key: randomBytes(32) },
];
const [oldKey, newKey] = keys;
const findKey: FindKey = (id) => keys.find((key) => key.id === id) ?? null;
const context = sessionContext({ accountId: '7', kind: 'viewer', viewerId: '42' });
const secret = Buffer.from(JSON.stringify({ dcId: 2, authKey: randomBytes(256).toString('base64') }));
const record = sealRecord(secret, context, oldKey, randomBytes);

/** The code of the refusal; null: it opened. */
function refusalOf(text: string, where: SealContext = context, find: FindKey = findKey): string | null {
  try {
    openRecord(text, where, find);
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return null;
}

describe('a sealed record', () => {
  it('opens with its context and shows nothing of the secret', () => {
    expect(openRecord(record, context, findKey)).toEqual(secret);
    expect(record).toMatch(/^v1\.old\.[\w-]{80}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(Buffer.from(record.split('.').at(-1) ?? '', 'base64url').includes('authKey')).toBe(false);
    const empty = sealRecord(Buffer.alloc(0), context, oldKey, randomBytes);
    expect(openRecord(empty, context, findKey)).toHaveLength(0);
  });

  it('does not open after any single bit of its text was flipped', () => {
    const bytes = Buffer.from(record, 'latin1');
    const opened: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (refusalOf(changed.toString('latin1')) === null) opened.push(bit);
    }
    expect(opened).toEqual([]);
    expect(bytes.length * 8).toBeGreaterThan(4_000);
  });

  it('does not open after any single bit of its keys, ivs, tags and ciphertext was flipped', () => {
    const [version = '', keyId = '', ...texts] = record.split('.');
    let tried = 0;
    for (const [index, text] of texts.entries()) {
      const part = Buffer.from(text, 'base64url');
      for (let bit = 0; bit < part.length * 8; bit += 1) {
        const changed = Buffer.from(part);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const parts = texts.with(index, changed.toString('base64url'));
        expect(refusalOf([version, keyId, ...parts].join('.'))).toBe('seal-broken');
        tried += 1;
      }
    }
    expect(tried).toBe((60 + 12 + 16 + secret.length) * 8);
  });

  it('is refused when it is cut off, empty, longer, or spelled in another way', () => {
    for (let length = 0; length < record.length; length += 1) {
      expect(refusalOf(record.slice(0, length))).not.toBeNull();
    }
    const [version, keyId, dek = '', ...rest] = record.split('.');
    const spellings = [
      '',
      '{}',
      `${record}.`,
      `${record}=`,
      ` ${record}`,
      `${record}\n`,
      `v2${record.slice(2)}`,
    ];
    spellings.push([version, keyId, `${dek.slice(0, 40)} ${dek.slice(40)}`, ...rest].join('.'));
    for (const text of spellings) expect(refusalOf(text)).toBe('seal-broken');
  });

  it('does not open in another table, row, for another owner or another purpose', () => {
    const others = [
      { table: 'login_flows' },
      { row: '8' },
      { owner: '43' },
      { purpose: 'login' },
      // The same letters, divided in another way.
      { row: '74', owner: '2' },
      { row: '', owner: '742' },
      { row: '7","42', owner: '' },
    ];
    for (const other of others) expect(refusalOf(record, { ...context, ...other })).toBe('seal-broken');
  });

  it('does not open with a part of another record of the same row', () => {
    const other = sealRecord(secret, context, oldKey, randomBytes).split('.');
    const own = record.split('.');
    for (const index of [2, 3, 4, 5]) {
      expect(refusalOf(own.with(index, other[index] ?? '').join('.'))).toBe('seal-broken');
    }
  });

  it('does not open under the name of another key, and names the key that is missing', () => {
    expect(refusalOf(record.replace('.old.', '.new.'))).toBe('seal-broken');
    expect(refusalOf(record.replace('.old.', '.lost.'))).toBe('key-missing');
    expect(refusalOf(record, context, () => null)).toBe('key-missing');
    const impostor: FindKey = () => ({ id: 'old', key: newKey.key });
    expect(refusalOf(record, context, impostor)).toBe('seal-broken');
    expect(() => openRecord(record.replace('.old.', '.lost.'), context, findKey)).toThrow(
      'The record is sealed with the key lost, which the key ring does not hold.',
    );
  });
});

describe('a re-wrapped record', () => {
  it('has the same secret under the other key, without its ciphertext having been touched', () => {
    const rewrapped = rewrapRecord(record, context, findKey, newKey, randomBytes);
    expect([keyIdOf(record), keyIdOf(rewrapped)]).toEqual(['old', 'new']);
    expect(openRecord(rewrapped, context, findKey)).toEqual(secret);
    expect(rewrapped.split('.').slice(3)).toEqual(record.split('.').slice(3));
    expect(refusalOf(rewrapped, { ...context, owner: '43' })).toBe('seal-broken');
    const withoutOld: FindKey = (id) => (id === 'new' ? newKey : null);
    expect(openRecord(rewrapped, context, withoutOld)).toEqual(secret);
  });

  it('is not made of a record of somebody else', () => {
    const foreign = { ...context, owner: '43' };
    expect(() => rewrapRecord(record, foreign, findKey, newKey, randomBytes)).toThrow(
      new SealError('seal-broken'),
    );
  });
});

it('never uses an iv twice: 1,000,000 of the source and all of 5,000 records are different', () => {
  // Eight of the twelve bytes are enough to tell a million apart, and numbers are sorted faster than texts. They are
  // drawn a thousand at a time: a call for each would take seconds.
  const beginnings = new BigUint64Array(1_000_000);
  for (let drawn = 0; drawn < beginnings.length; drawn += 1_000) {
    const ivs = randomBytes(12 * 1_000);
    for (let index = 0; index < 1_000; index += 1) {
      beginnings[drawn + index] = ivs.readBigUInt64LE(12 * index);
    }
  }
  beginnings.sort();
  expect(beginnings.some((beginning, index) => index > 0 && beginning === beginnings[index - 1])).toBe(false);
  const ivs = new Set<string>();
  const deks = new Set<string>();
  for (let index = 0; index < 5_000; index += 1) {
    const asked: Buffer[] = [];
    const watched = (size: number): Buffer => {
      const bytes = randomBytes(size);
      asked.push(Buffer.from(bytes));
      return bytes;
    };
    const [, , dek = '', iv = ''] = sealRecord(secret, context, oldKey, watched).split('.');
    // A record takes its key and both ivs from the source, each of full length and used as it came.
    expect(asked.map(({ length }) => length)).toEqual([32, 12, 12]);
    expect(iv).toBe(asked[1]?.toString('base64url'));
    expect(Buffer.from(dek, 'base64url').subarray(0, 12)).toEqual(asked[2]);
    ivs.add(iv).add(asked[2]?.toString('base64url') ?? '');
    deks.add(asked[0]?.toString('hex') ?? '');
  }
  expect([ivs.size, deks.size]).toEqual([10_000, 5_000]);
});
