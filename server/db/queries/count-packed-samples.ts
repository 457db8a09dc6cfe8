import type { Connection } from '../connection.ts';

/** How many readings all curves hold together. Over all channels. */
export async function countPackedSamples(connection: Connection): Promise<number> {
  const [row] = await connection.query<{ samples: number }>(
    'SELECT coalesce(sum(sample_count), 0)::float8 AS samples FROM post_curves',
    [],
  );
  return row?.samples ?? 0;
}
