import { createHash } from 'node:crypto';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';

/** Everything that was collected of a channel: its snapshots, and every post with its counts and their instant. */
const series = [
  `SELECT captured_at, subscribers, source FROM channel_snapshots WHERE channel_id = $1 ORDER BY captured_at`,
  `SELECT * FROM posts WHERE channel_id = $1 ORDER BY post_id`,
];

export interface Series {
  /** SHA-256, hexadecimal. */
  hash: string;
  rows: number;
}

/** SHA-256 over the stored series of the channels. */
export async function hashSeries(connection: Connection, channelIds: readonly ChannelId[]): Promise<Series> {
  const hash = createHash('sha256');
  let rows = 0;
  for (const channelId of channelIds.toSorted()) {
    for (const statement of series) {
      const found = await connection.query<object>(statement, [channelId]);
      rows += found.length;
      for (const row of found) hash.update(`${JSON.stringify(row)}\n`);
    }
  }
  return { hash: hash.digest('hex'), rows };
}
