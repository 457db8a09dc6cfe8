import type { ChannelId } from '#contract/channel-id.ts';
import type { Database } from '#server/db/database.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';

/** Stores a channel with its posts, one an hour, the newest two days old. */
export async function aStoredChannel(
  database: Database,
  channelId: string,
  { visibility, views = [] }: { visibility: 'public' | 'private'; views?: number[] },
): Promise<ChannelId> {
  const capturedAt = new Date('2026-03-01T11:55:00Z');
  const id = channelId as ChannelId;
  await saveChannel(database, {
    channelId: id,
    title: `Channel ${channelId}`,
    username: visibility === 'public' ? `channel_${channelId}` : null,
    visibility,
    subscribers: 1_000,
    source: 'mtproto',
    capturedAt,
  });
  for (const [place, count] of views.entries()) {
    const postedAt = new Date(Date.UTC(2026, 1, 27, 10 + place));
    await database.query(
      `INSERT INTO posts (channel_id, post_id, shown_id, posted_at, is_visibly_edited, is_pinned, text, entities,
         views, forwards, reactions, items, captured_at)
       VALUES ($1, $2, $2, $3, false, false, $4, '[]', $5, 2, '{"👍": 3}', '[]', $6)`,
      [channelId, place + 1, postedAt, `Post number ${place + 1}`, count, capturedAt],
    );
  }
  return id;
}
