import { createByteReader } from './byte-reader.ts';
import { createByteWriter } from './byte-writer.ts';
import { readColumn, writeColumn } from './column-codec.ts';
import { assertStorable, counters, type PostSample } from './sample.ts';
import { SeriesError } from './series-error.ts';

const version = 1;
const mostSamples = 100_000;

/**
 * Readings of many posts of one channel, as one page of Telegram's brought them → bytes. Not deflated: they are packed
 * into curves within hours, and the reader of fresh pages wants them at once. The same readings in the same order give
 * the same bytes. Throws {@link SeriesError} for counts or instants that could not be given back exactly.
 */
export function encodePage(samples: readonly PostSample[]): Buffer {
  const writer = createByteWriter();
  writer.byte(version);
  writer.unsigned(samples.length);
  for (const sample of samples) assertStorable(sample);
  for (const column of ['postId', 'at', ...counters] as const) {
    writeColumn(
      writer,
      samples.map((sample) => sample[column]),
    );
  }
  return writer.finish();
}

/** Bytes → the readings, in their order. Throws {@link SeriesError} for anything else. */
export function decodePage(bytes: Uint8Array): PostSample[] {
  const reader = createByteReader(bytes);
  const found = reader.byte();
  if (found !== version) throw new SeriesError('version-unknown', `a page has the unknown version ${found}`);
  const count = reader.unsigned();
  if (count > mostSamples) throw new SeriesError('bytes-corrupt', 'a page claims too many samples');
  const postIds = readColumn(reader, count);
  const instants = readColumn(reader, count);
  const [views = [], forwards = [], comments = [], reactions = []] = counters.map(() =>
    readColumn(reader, count),
  );
  reader.end();
  return postIds.map((postId, index) => {
    const at = instants[index] ?? null;
    if (postId === null || at === null)
      throw new SeriesError('bytes-corrupt', 'a page lacks an id or instant');
    return {
      postId,
      at,
      views: views[index] ?? null,
      forwards: forwards[index] ?? null,
      comments: comments[index] ?? null,
      reactions: reactions[index] ?? null,
    };
  });
}
