import { loadChannelDays } from '#server/db/queries/load-channel-days.ts';
import { loadPostCurve } from '#server/db/queries/load-post-curves.ts';
import { loadTopPosts } from '#server/db/queries/load-top-posts.ts';
import { atLeast, type Figure, shown } from '../figure.ts';
import {
  createRandom,
  type GeneratedPost,
  generateChannel,
  postsPerChannel,
  publishingDays,
  readingsPerPost,
  startsAt,
} from './generate-channel.ts';
import { createNaive, loadNaive, naivePostId } from './load-naive.ts';
import { channelIdOf, loadProduct } from './load-product.ts';
import { type SideBySide, sideBySide } from './side-by-side.ts';
import { type BenchDatabase, withDatabase } from './with-database.ts';

const usualSamples = 10_000_000;
const rounds = 5;

/**
 * Goals S4, S5 and S6: the product's queries against the naive table with the same samples, both with a tenth of them and
 * with all, so that what grows with the data is seen.
 */
export async function benchQuery(
  root: string,
  say: (sentence: string) => void,
  samples: number | null,
): Promise<Figure[]> {
  const perChannel = postsPerChannel * readingsPerPost;
  const most = Math.max(2, Math.ceil((samples ?? usualSamples) / perChannel));
  const few = Math.max(1, Math.round(most / 10));
  return await withDatabase(root, async (bench) => {
    await createNaive(bench);
    await load(bench, 0, few, say);
    const small = await measure(bench, few, say);
    await load(bench, few, most, say);
    const large = await measure(bench, most, say);
    return [
      shown('query.samples.few', few * perChannel, 'samples'),
      shown('query.samples', most * perChannel, 'samples'),
      ...figures('query.curve', 'S4', small.curve, large.curve, 30),
      ...figures('query.days', 'S5', small.days, large.days, 500),
      ...figures('query.top', 'S6', small.top, large.top, 40),
    ];
  });
}

async function load(
  bench: BenchDatabase,
  from: number,
  to: number,
  say: (sentence: string) => void,
): Promise<void> {
  say(`channels ${from + 1} to ${to}: generating and loading …`);
  const channels = new Map<number, GeneratedPost[]>();
  for (let channel = from; channel < to; channel += 1) {
    const posts = generateChannel(channel);
    channels.set(channel, posts);
    await loadProduct(bench.database, channel, posts);
  }
  say('the same into the naive table …');
  await loadNaive(bench, channels);
  await bench.slow.query('VACUUM (ANALYZE) posts, post_curves, channel_days');
  await bench.slow.query('CHECKPOINT');
}

interface Measured {
  curve: SideBySide;
  days: SideBySide;
  top: SideBySide;
}

async function measure(
  { database, slow }: BenchDatabase,
  channels: number,
  say: (sentence: string) => void,
): Promise<Measured> {
  say(`queries over ${channels} channels: measuring …`);
  const random = createRandom(7);
  const asked = Array.from({ length: 1_000 }, () => ({
    channel: Math.floor(random() * channels),
    postId: 1 + Math.floor(random() * postsPerChannel),
  }));
  const at = (turn: number): { channel: number; postId: number } =>
    asked[turn % asked.length] ?? { channel: 0, postId: 1 };
  const dayText = (day: number): string =>
    new Date((startsAt + day * 86_400) * 1_000).toISOString().slice(0, 10);
  const curve = await sideBySide(
    rounds,
    {
      times: 40,
      run: (turn) =>
        slow.query(
          `SELECT sampled_at, views, forwards, comments, reactions FROM naive_samples
           WHERE post_id = $1 ORDER BY sampled_at`,
          [naivePostId(at(turn).channel, at(turn).postId)],
        ),
    },
    { times: 40, run: (turn) => loadPostCurve(database, channelIdOf(at(turn).channel), at(turn).postId) },
  );
  const days = await sideBySide(
    rounds,
    { times: 1, run: (turn) => slow.query(windowQuery, [at(turn).channel, dayText(0)]) },
    {
      times: 40,
      run: (turn) => loadChannelDays(database, channelIdOf(at(turn).channel), dayText(0), dayText(89)),
    },
  );
  const month = [dayText(publishingDays - 30), dayText(publishingDays - 1)] as const;
  const top = await sideBySide(
    rounds,
    { times: 3, run: () => slow.query(lateralQuery, [month[0]]) },
    { times: 40, run: () => loadTopPosts(database, ...month, 50) },
  );
  return { curve, days, top };
}

const windowQuery = `
  SELECT day, sum(gained) FROM (
    SELECT sampled_at::date AS day, views - lag(views) OVER (PARTITION BY post_id ORDER BY sampled_at) AS gained
    FROM naive_samples JOIN naive_posts USING (post_id)
    WHERE channel_id = $1 AND sampled_at >= $2::timestamptz AND sampled_at < $2::timestamptz + INTERVAL '90 days'
  ) AS differences GROUP BY day ORDER BY day`;

const lateralQuery = `
  SELECT p.post_id, last.views FROM naive_posts p
  CROSS JOIN LATERAL (
    SELECT views FROM naive_samples s WHERE s.post_id = p.post_id ORDER BY sampled_at DESC LIMIT 1
  ) AS last
  WHERE p.posted_at >= $1::timestamptz ORDER BY last.views DESC LIMIT 50`;

function figures(id: string, goal: string, small: SideBySide, large: SideBySide, bar: number): Figure[] {
  return [
    atLeast(`${id} (${goal})`, large.oursMs, 'ms', large.referenceMs, bar),
    {
      ...shown(`${id}.few`, small.oursMs, 'ms'),
      reference: small.referenceMs,
      ratio: small.referenceMs / small.oursMs,
    },
    shown(`${id}.growth`, large.oursMs / small.oursMs, 'times'),
  ];
}
