/**
 * The cryptography of MTProto 2.0, the server's half. Everything heavy is Node's native code; the published test
 * vectors in `vectors/` are the judge.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';

const BLOCK = 16;
/** From so many bytes on two views cost less than they save. */
const WORTH_WORDS = 256;

/**
 * AES-256-IGE. `iv` is 32 bytes: the ciphertext block before the first one, then its plaintext. One native CBC pass
 * does it: with d_i = c_i ^ p_(i-1), IGE becomes d_i = E(p_i ^ p_(i-2) ^ d_(i-1)), which is CBC over p_i ^ p_(i-2).
 */
export function encryptIge(plain: Buffer, key: Buffer, iv: Buffer): Buffer {
  expectWholeBlocks(plain);
  const previous = iv.subarray(BLOCK, 2 * BLOCK);
  const mixed = Buffer.from(plain);
  xorInto(mixed, BLOCK, previous, 0, Math.min(BLOCK, plain.length - BLOCK));
  xorInto(mixed, 2 * BLOCK, plain, 0, plain.length - 2 * BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, iv.subarray(0, BLOCK)).setAutoPadding(false);
  const encrypted = Buffer.concat([cipher.update(mixed), cipher.final()]);
  xorInto(encrypted, 0, previous, 0, Math.min(BLOCK, plain.length));
  xorInto(encrypted, BLOCK, plain, 0, plain.length - BLOCK);
  return encrypted;
}

/** The reverse. Each block needs the one before it decrypted, so this goes block by block through native ECB. */
export function decryptIge(encrypted: Buffer, key: Buffer, iv: Buffer): Buffer {
  expectWholeBlocks(encrypted);
  const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const plain = Buffer.allocUnsafe(encrypted.length);
  const block = Buffer.allocUnsafe(BLOCK);
  let previousPlain = iv.subarray(BLOCK, 2 * BLOCK);
  let previousEncrypted = iv.subarray(0, BLOCK);
  for (let at = 0; at < encrypted.length; at += BLOCK) {
    encrypted.copy(block, 0, at, at + BLOCK);
    xorInto(block, 0, previousPlain, 0, BLOCK);
    decipher.update(block).copy(plain, at);
    xorInto(plain, at, previousEncrypted, 0, BLOCK);
    previousPlain = plain.subarray(at, at + BLOCK);
    previousEncrypted = encrypted.subarray(at, at + BLOCK);
  }
  return plain;
}

function expectWholeBlocks(bytes: Buffer): void {
  if (bytes.length % BLOCK !== 0) throw new RangeError('IGE works on whole blocks of 16 bytes');
}

function xorInto(target: Buffer, at: number, source: Buffer, from: number, length: number): void {
  const targetAt = target.byteOffset + at;
  const sourceAt = source.byteOffset + from;
  // Whole words at a time where it pays and both lie so, as what is allocated for large packets does.
  if (length >= WORTH_WORDS && ((targetAt | sourceAt | length) & 3) === 0) {
    const words = new Int32Array(target.buffer, targetAt, length >> 2);
    const others = new Int32Array(source.buffer, sourceAt, length >> 2);
    for (let index = 0; index < words.length; index += 1) {
      words[index] = (words[index] ?? 0) ^ (others[index] ?? 0);
    }
    return;
  }
  for (let index = 0; index < length; index += 1) {
    target[at + index] = (target[at + index] ?? 0) ^ (source[from + index] ?? 0);
  }
}
