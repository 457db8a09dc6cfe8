import { crc32 } from 'node:zlib';
import { createByteReader } from './byte-reader.ts';
import { createByteWriter } from './byte-writer.ts';
import { readCounter, readInstants, writeCounter, writeInstants } from './curve-columns.ts';
import { createDecisionReader, createDecisionWriter } from './range-coder.ts';
import { assertStorable, counters, type Sample } from './sample.ts';
import { SeriesError } from './series-error.ts';

const version = 1;
const checksumBytes = 4;
/** More readings than a post of ten years has, one a minute excepted; a larger number is no curve. */
const mostSamples = 2_000_000;

/**
 * A post's curve → bytes. Samples are ascending, no two of one instant. Throws {@link SeriesError} for what could not be
 * given back exactly. A version, the number of samples, the length of what the coder wrote, that itself, a checksum.
 */
export function encodeCurve(samples: readonly Sample[]): Buffer {
  let previous = -1;
  for (const sample of samples) {
    assertStorable(sample);
    if (sample.at <= previous) {
      throw new SeriesError('samples-unordered', 'samples of a curve are ascending, no two of one instant');
    }
    previous = sample.at;
  }
  const writer = createDecisionWriter();
  writeInstants(
    writer,
    samples.map(({ at }) => at),
  );
  let beside: Uint8Array | null = null;
  for (const counter of counters) {
    const sizes = writeCounter(
      writer,
      samples.map((sample) => sample[counter]),
      beside,
    );
    if (counter === 'views') beside = sizes;
  }
  const decisions = writer.finish();
  const head = createByteWriter();
  head.byte(version);
  head.unsigned(samples.length);
  head.unsigned(decisions.length);
  const bytes = Buffer.concat([head.finish(), decisions, Buffer.alloc(checksumBytes)]);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, -checksumBytes)), bytes.length - checksumBytes);
  return bytes;
}

/** Bytes → the curve. Throws {@link SeriesError} for anything that {@link encodeCurve} did not make. */
export function decodeCurve(bytes: Uint8Array): Sample[] {
  const head = createByteReader(bytes);
  const found = head.byte();
  if (found !== version) throw new SeriesError('version-unknown', `a curve has the unknown version ${found}`);
  const count = head.unsigned();
  const length = head.unsigned();
  const end = head.position() + length;
  if (end + checksumBytes > bytes.length) throw new SeriesError('bytes-truncated', 'a curve ends too early');
  const checksum = Buffer.from(bytes.buffer, bytes.byteOffset + end, checksumBytes).readUInt32LE();
  if (
    count > mostSamples ||
    end + checksumBytes < bytes.length ||
    crc32(bytes.subarray(0, end)) !== checksum
  ) {
    throw new SeriesError('bytes-corrupt', 'a curve is not as it was written');
  }
  const reader = createDecisionReader(bytes.subarray(head.position(), end));
  const instants = readInstants(reader, count);
  const views = readCounter(reader, count, null);
  const forwards = readCounter(reader, count, views.sizes);
  const comments = readCounter(reader, count, views.sizes);
  const reactions = readCounter(reader, count, views.sizes);
  return instants.map((at, index) => ({
    at,
    views: views.column[index] ?? null,
    forwards: forwards.column[index] ?? null,
    comments: comments.column[index] ?? null,
    reactions: reactions.column[index] ?? null,
  }));
}
