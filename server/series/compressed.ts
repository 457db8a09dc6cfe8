import { deflateSync, inflateSync } from 'node:zlib';
import { SeriesError } from './series-error.ts';

/** The first byte of everything that is stored, so that a later format can be told from this one. */
const version = 1;
/** More than a million samples: nothing of ours is larger, and broken bytes must not fill the memory. */
const largestBytes = 64 * 1024 * 1024;

/** Deflates, with zlib's checksum, so that a bit that flips on a disk is noticed; the version goes before. */
export function compress(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(version), deflateSync(bytes, { level: 9, windowBits: 14, memLevel: 7 })]);
}

/** Throws {@link SeriesError}: `version-unknown`, `bytes-truncated`, `bytes-corrupt`. */
export function decompress(bytes: Uint8Array): Buffer {
  if (bytes.length === 0) throw new SeriesError('bytes-truncated', 'a series has no bytes');
  if (bytes[0] !== version) {
    throw new SeriesError('version-unknown', `a series has the unknown version ${bytes[0]}`);
  }
  try {
    return inflateSync(bytes.subarray(1), { maxOutputLength: largestBytes });
  } catch (error) {
    const isTruncated = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
    throw new SeriesError(isTruncated ? 'bytes-truncated' : 'bytes-corrupt', 'a series cannot be unpacked', {
      cause: error,
    });
  }
}
