import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { decryptGcm, encryptGcm } from './aes-gcm.ts';

const hex = z.string().transform((text) => Buffer.from(text, 'hex'));
const vectors = z.object({
  cases: z.array(
    z.object({
      ...{ file: z.string(), key: hex, iv: hex, aad: hex, ciphertext: hex, tag: hex },
      plaintext: hex.nullable(),
    }),
  ),
});
const file = join(import.meta.dirname, 'vectors', 'nist-gcm.json');
const { cases } = vectors.parse(JSON.parse(readFileSync(file, 'utf8')));

it('agrees with the vectors of NIST, and refuses those that have to fail', () => {
  let refused = 0;
  for (const { key, iv, aad, ciphertext, tag, plaintext } of cases) {
    expect(decryptGcm(key, { iv, tag, ciphertext }, aad)).toEqual(plaintext);
    if (plaintext === null) refused += 1;
    else expect(encryptGcm(key, iv, plaintext, aad)).toEqual({ iv, tag, ciphertext });
  }
  expect([cases.length, refused]).toEqual([17, 3]);
});

it('refuses a tag that is cut off, which the system would take', () => {
  const key = Buffer.alloc(32, 1);
  const iv = Buffer.alloc(12, 2);
  const aad = Buffer.alloc(0);
  const box = encryptGcm(key, iv, Buffer.from('a secret'), aad);
  expect(decryptGcm(key, box, aad)?.toString()).toBe('a secret');
  for (const length of [0, 4, 12, 15]) {
    expect(decryptGcm(key, { ...box, tag: box.tag.subarray(0, length) }, aad)).toBeNull();
  }
});
