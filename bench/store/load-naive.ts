import { once } from 'node:events';
import { chmodSync, createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type GeneratedPost, startsAt } from './generate-channel.ts';
import type { BenchDatabase } from './with-database.ts';

/** The reference: one row a reading under a primary key of post and time, as everybody begins. */
export async function createNaive({ slow }: BenchDatabase): Promise<void> {
  await slow.query(`CREATE TABLE naive_posts (
    post_id BIGINT PRIMARY KEY, channel_id BIGINT NOT NULL, posted_at TIMESTAMPTZ NOT NULL)`);
  await slow.query('CREATE INDEX naive_posts_channel ON naive_posts (channel_id)');
  await slow.query('CREATE INDEX naive_posts_posted_at ON naive_posts (posted_at)');
  await slow.query(`CREATE TABLE naive_samples (
    post_id BIGINT NOT NULL, sampled_at TIMESTAMPTZ NOT NULL, views INTEGER, forwards INTEGER, comments INTEGER,
    reactions INTEGER, PRIMARY KEY (post_id, sampled_at))`);
}

/** A post's key in the reference, where posts of all channels share one row of numbers. */
export function naivePostId(channel: number, postId: number): number {
  return channel * 100_000 + postId;
}

/** Appends channels in the order of time, as a collector would have. */
export async function loadNaive(
  bench: BenchDatabase,
  channels: ReadonlyMap<number, readonly GeneratedPost[]>,
): Promise<void> {
  const posts = [...channels].flatMap(([channel, list]) => list.map((post) => ({ channel, post })));
  await bench.slow.query(
    `INSERT INTO naive_posts SELECT id, channel, to_timestamp(at)
     FROM unnest($1::bigint[], $2::bigint[], $3::int[]) AS post(id, channel, at)`,
    [
      posts.map(({ channel, post }) => naivePostId(channel, post.postId)),
      posts.map(({ channel }) => channel),
      posts.map(({ post }) => post.postedAt),
    ],
  );
  const file = join(bench.directory, 'naive.tsv');
  await writeRows(file, posts);
  chmodSync(file, 0o644);
  await bench.slow.query(`COPY naive_samples FROM '${file}'`);
  rmSync(file);
  await bench.slow.query('ANALYZE naive_samples');
  await bench.slow.query('ANALYZE naive_posts');
}

const postBits = 2 ** 17;
const indexBits = 2 ** 9;

async function writeRows(
  file: string,
  posts: readonly { channel: number; post: GeneratedPost }[],
): Promise<void> {
  const size = posts.reduce((sum, { post }) => sum + post.at.length, 0);
  // Time, post and reading in one number below 2^53, which sorts natively.
  const order = new Float64Array(size);
  let filled = 0;
  for (const [place, { post }] of posts.entries()) {
    for (const [index, at] of post.at.entries()) {
      order[filled] = ((at - startsAt) * postBits + place) * indexBits + index;
      filled += 1;
    }
  }
  order.sort();
  const stream = createWriteStream(file);
  let lines: string[] = [];
  for (const key of order) {
    const index = key % indexBits;
    const rest = Math.floor(key / indexBits);
    const found = posts[rest % postBits];
    if (found === undefined) continue;
    const { channel, post } = found;
    lines.push(
      `${naivePostId(channel, post.postId)}\t${timeText(post.at[index] ?? 0)}\t${post.views[index]}\t${post.forwards[index]}\t${post.comments[index]}\t${post.reactions[index]}\n`,
    );
    if (lines.length === 20_000) {
      if (!stream.write(lines.join(''))) await once(stream, 'drain');
      lines = [];
    }
  }
  stream.end(lines.join(''));
  await once(stream, 'finish');
}

let shown = { at: 0, text: '' };

/** Rows of one sync follow each other. */
function timeText(at: number): string {
  if (shown.at !== at) shown = { at, text: new Date(at * 1_000).toISOString() };
  return shown.text;
}
