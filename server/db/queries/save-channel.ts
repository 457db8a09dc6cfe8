import type { ChannelId } from '#contract/channel-id.ts';
import type { Source } from '#contract/figure.ts';
import type { Connection } from '../connection.ts';

/**
 * A channel as some source described it. A field that is absent was not asked for and keeps its stored value; null says
 * that the source was asked and did not tell.
 */
export interface ChannelRecord {
  channelId: ChannelId;
  title: string;
  username: string | null;
  visibility: 'public' | 'private';
  state?: 'active' | 'unreachable' | 'gone';
  about?: string | null;
  /** Bare id of the linked discussion group. */
  linkedChatId?: string | null;
  subscribers?: number | null;
  /** False: the channel allows no reactions. */
  hasReactions?: boolean | null;
  source: Source;
  capturedAt: Date;
}

/** Stores what is known of a channel now; an older description never overwrites a newer one. */
export async function saveChannel(connection: Connection, channel: ChannelRecord): Promise<void> {
  const keep = (field: keyof ChannelRecord): boolean => channel[field] === undefined;
  await connection.query(
    `INSERT INTO channels (channel_id, title, username, visibility, state, about, linked_chat_id, subscribers,
       has_reactions, source, captured_at, first_seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
     ON CONFLICT (channel_id) DO UPDATE SET
       title = excluded.title,
       username = excluded.username,
       visibility = excluded.visibility,
       state = CASE WHEN $12 THEN channels.state ELSE excluded.state END,
       about = CASE WHEN $13 THEN channels.about ELSE excluded.about END,
       linked_chat_id = CASE WHEN $14 THEN channels.linked_chat_id ELSE excluded.linked_chat_id END,
       subscribers = CASE WHEN $15 THEN channels.subscribers ELSE excluded.subscribers END,
       has_reactions = CASE WHEN $16 THEN channels.has_reactions ELSE excluded.has_reactions END,
       source = excluded.source,
       captured_at = excluded.captured_at
     WHERE excluded.captured_at >= channels.captured_at`,
    [
      channel.channelId,
      channel.title,
      channel.username,
      channel.visibility,
      channel.state ?? 'active',
      channel.about ?? null,
      channel.linkedChatId ?? null,
      channel.subscribers ?? null,
      channel.hasReactions ?? null,
      channel.source,
      channel.capturedAt,
      keep('state'),
      keep('about'),
      keep('linkedChatId'),
      keep('subscribers'),
      keep('hasReactions'),
    ],
  );
}
