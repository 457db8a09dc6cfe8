import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

export interface TopPost {
  channelId: ChannelId;
  postId: number;
  views: number;
}

/**
 * The posts with the most views among those of all channels that were published on the UTC days from `from` to `to`
 * (`2026-11-20`), both included, and still stand; at most `limit`. It looks at `limit` posts a day, however many there
 * are.
 */
export async function loadTopPosts(
  connection: Connection,
  from: string,
  to: string,
  limit: number,
): Promise<TopPost[]> {
  return await connection.query<TopPost>(
    `SELECT best.channel_id AS "channelId", best.post_id AS "postId", best.views
     FROM generate_series($1::date, $2::date, INTERVAL '1 day') AS asked(day)
     CROSS JOIN LATERAL (
       SELECT channel_id, post_id, views FROM posts
       WHERE (posted_at AT TIME ZONE 'UTC')::date = asked.day::date AND deleted_at IS NULL
       ORDER BY views DESC NULLS LAST LIMIT $3
     ) AS best
     WHERE best.views IS NOT NULL
     ORDER BY best.views DESC, best.channel_id, best.post_id LIMIT $3`,
    [from, to, limit],
  );
}
