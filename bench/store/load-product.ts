import { type ChannelId, channelIdSchema } from '#contract/channel-id.ts';
import type { Database } from '#server/db/database.ts';
import { appendSamples } from '#server/db/queries/append-samples.ts';
import { rollUpGains } from '#server/db/queries/roll-up-gains.ts';
import { saveCurves } from '#server/db/queries/save-curves.ts';
import { addCurveGains, type DayGains } from '#server/series/day-gains.ts';
import { mergeSamples } from '#server/series/merge-samples.ts';
import type { Sample } from '#server/series/sample.ts';
import type { PostReading } from '#server/series/to-reading.ts';
import type { GeneratedPost } from './generate-channel.ts';

/** Fresh readings that lie beside the curves, as they do between two packings. */
const freshPages = 12;

export function channelIdOf(channel: number): ChannelId {
  return channelIdSchema.parse(String(1_900_000_000 + channel));
}

/** Stores one channel as the product does, packed with its codec by its queries; returns how many samples are kept. */
export async function loadProduct(
  database: Database,
  channel: number,
  posts: readonly GeneratedPost[],
): Promise<number> {
  const channelId = channelIdOf(channel);
  await savePostRows(database, channelId, posts);
  const gains: DayGains = new Map();
  const curves = posts.map((post) => {
    const curve = mergeSamples(samplesOf(post));
    addCurveGains(gains, curve, post.postedAt);
    return { postId: post.postId, revision: 1, curve, breakdowns: [] };
  });
  await saveCurves(database, channelId, curves);
  await rollUpGains(database, channelId, gains, 'replace');
  const newest = posts.slice(-100);
  for (let page = 1; page <= freshPages; page += 1) {
    await appendSamples(
      database,
      channelId,
      newest.map((post) => readingOf(post, post.at.length - 1, page * 900)),
    );
  }
  return curves.reduce((sum, { curve }) => sum + curve.length, 0);
}

export function readingOf(post: GeneratedPost, index: number, later = 0): PostReading {
  return {
    postId: post.postId,
    at: (post.at[index] ?? 0) + later,
    views: post.views[index] ?? 0,
    forwards: post.forwards[index] ?? 0,
    comments: post.comments[index] ?? 0,
    reactions: post.reactions[index] ?? 0,
    breakdown: null,
    postedAt: post.postedAt,
  };
}

function samplesOf(post: GeneratedPost): Sample[] {
  return Array.from(post.at, (at, index) => ({
    at,
    views: post.views[index] ?? 0,
    forwards: post.forwards[index] ?? 0,
    comments: post.comments[index] ?? 0,
    reactions: post.reactions[index] ?? 0,
  }));
}

export async function savePostRows(
  database: Database,
  channelId: ChannelId,
  posts: readonly GeneratedPost[],
): Promise<void> {
  await database.query(
    `INSERT INTO posts (channel_id, post_id, shown_id, posted_at, is_visibly_edited, is_pinned, text, entities,
       views, forwards, comments, reactions, items, captured_at)
     SELECT $1, id, id, to_timestamp(posted_at), false, false, repeat('Northern lights tonight. ', 12), '[]',
       views, forwards, comments, jsonb_build_object('👍', reactions), '[]', to_timestamp(captured_at)
     FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[])
       AS post(id, posted_at, views, forwards, comments, reactions, captured_at)`,
    [
      channelId,
      posts.map(({ postId }) => postId),
      posts.map(({ postedAt }) => postedAt),
      ...(['views', 'forwards', 'comments', 'reactions', 'at'] as const).map((column) =>
        posts.map((post) => post[column].at(-1) ?? 0),
      ),
    ],
  );
}
