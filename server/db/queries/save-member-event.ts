import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** How somebody came in; null: by the public name, or Telegram did not say. */
export type JoinRoute = 'link' | 'folder' | 'request' | 'added';

/** One person coming or going, as an update told it. */
export interface MemberEvent {
  channelId: ChannelId;
  updateId: number;
  happenedAt: Date;
  kind: 'joined' | 'left' | 'kicked';
  /** Telegram user id, decimal text. */
  userId: string;
  via: JoinRoute | null;
  /** The invite link as Telegram shows it to the bot: others' links are cut short. */
  link: string | null;
}

/**
 * Saves that somebody came or left; the same update again changes nothing. Who leaves is counted to the link they came
 * by, where the bot saw them come.
 */
export async function saveMemberEvent(connection: Connection, event: MemberEvent): Promise<void> {
  await connection.query(
    `WITH arrival AS (
       SELECT via, link FROM member_events
       WHERE channel_id = $1 AND user_id = $5 AND kind = 'joined' AND happened_at <= $2
       ORDER BY happened_at DESC, update_id DESC LIMIT 1
     )
     INSERT INTO member_events (channel_id, happened_at, update_id, kind, user_id, via, link)
     SELECT $1::bigint, $2::timestamptz, $3::bigint, $4::text, $5::bigint,
       CASE WHEN $4 = 'joined' THEN $6::text ELSE (SELECT via FROM arrival) END,
       CASE WHEN $4 = 'joined' THEN $7::text ELSE (SELECT link FROM arrival) END
     ON CONFLICT (channel_id, happened_at, update_id) DO NOTHING`,
    [event.channelId, event.happenedAt, event.updateId, event.kind, event.userId, event.via, event.link],
  );
}
