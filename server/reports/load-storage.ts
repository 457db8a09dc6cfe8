import type { Connection } from '#server/db/connection.ts';
import { countPackedSamples } from '#server/db/queries/count-packed-samples.ts';
import { type StoredTable, surveyStorage } from '#server/db/queries/survey-storage.ts';

export interface Storage {
  tables: (StoredTable & { totalBytes: number })[];
  totalBytes: number;
  posts: number;
  /** What a post takes with its text, and what its series take; null: there is no post. */
  bytesPerPost: number | null;
  seriesBytesPerPost: number | null;
  packedSamples: number;
  /** All that the packed curves take, indexes included; null: nothing is packed. */
  bytesPerPackedSample: number | null;
}

/** What the database holds and what that takes on disk. */
export async function loadStorage(connection: Connection): Promise<Storage> {
  const survey = await surveyStorage(connection);
  const tables = survey.map((table) => ({
    ...table,
    totalBytes: table.heapBytes + table.toastBytes + table.indexBytes,
  }));
  const bytesOf = (name: string): number => tables.find((table) => table.name === name)?.totalBytes ?? 0;
  const posts = tables.find(({ name }) => name === 'posts')?.rows ?? 0;
  const packedSamples = await countPackedSamples(connection);
  return {
    tables,
    totalBytes: tables.reduce((sum, { totalBytes }) => sum + totalBytes, 0),
    posts,
    bytesPerPost: per(bytesOf('posts'), posts),
    seriesBytesPerPost: per(bytesOf('post_samples') + bytesOf('post_curves'), posts),
    packedSamples,
    bytesPerPackedSample: per(bytesOf('post_curves'), packedSamples),
  };
}

function per(bytes: number, count: number): number | null {
  return count === 0 ? null : bytes / count;
}
