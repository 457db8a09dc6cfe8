import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';
import type { JoinRoute } from './save-member-event.ts';

/** Who came and left on one UTC day by one way. */
export interface MemberCount {
  /** `2026-11-20` */
  day: string;
  via: JoinRoute | null;
  link: string | null;
  /** What its creator called the link; null: nothing, or there is no link. */
  linkName: string | null;
  joined: number;
  /** Of those who came this way, whenever that was; removed ones included. */
  left: number;
  kicked: number;
}

/**
 * Counts joins and leaves from `from` until before `to`, by day and the way people came. Days before the bot became an
 * administrator have no rows, which is not zero: `loadAdminSince` says from when on they are known.
 */
export async function countMemberEvents(
  connection: Connection,
  channelId: ChannelId,
  { from, to }: { from: Date; to: Date },
): Promise<MemberCount[]> {
  return await connection.query<MemberCount>(
    `SELECT ((happened_at AT TIME ZONE 'UTC')::date)::text AS day, via, link, invite_links.name AS "linkName",
       (count(*) FILTER (WHERE kind = 'joined'))::int AS joined,
       (count(*) FILTER (WHERE kind <> 'joined'))::int AS left,
       (count(*) FILTER (WHERE kind = 'kicked'))::int AS kicked
     FROM member_events LEFT JOIN invite_links USING (channel_id, link)
     WHERE member_events.channel_id = $1 AND happened_at >= $2 AND happened_at < $3
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 3 NULLS FIRST, 2 NULLS FIRST`,
    [channelId, from, to],
  );
}
