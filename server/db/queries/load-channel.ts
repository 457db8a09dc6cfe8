import type { ChannelId } from '#contract/channel-id.ts';
import type { Source } from '#contract/figure.ts';
import type { Connection } from '../connection.ts';

export interface StoredChannel {
  channelId: ChannelId;
  title: string;
  username: string | null;
  about: string | null;
  visibility: 'public' | 'private';
  state: 'active' | 'unreachable' | 'gone';
  subscribers: number | null;
  hasReactions: boolean | null;
  source: Source;
  capturedAt: Date;
  firstSeenAt: Date;
}

const columns = `channel_id AS "channelId", title, username, about, visibility, state, subscribers,
  has_reactions AS "hasReactions", source, captured_at AS "capturedAt", first_seen_at AS "firstSeenAt"`;

/** One channel; null: it is not stored. */
export async function loadChannel(
  connection: Connection,
  channelId: ChannelId,
): Promise<StoredChannel | null> {
  const [channel] = await connection.query<StoredChannel>(
    `SELECT ${columns} FROM channels WHERE channel_id = $1`,
    [channelId],
  );
  return channel ?? null;
}
