import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * `added`: the bot administers the channel now; `removed`: the bot does no more; `demoted`: the person does no more. With
 * `-kept` the channel is still tracked, because the person had asked for it.
 */
export type NoticeKind = 'added' | 'removed' | 'removed-kept' | 'demoted' | 'demoted-kept';

/** What an update gives us to say to people; the same update again adds nothing. */
export async function saveBotNotices(
  connection: Connection,
  notices: {
    updateId: number;
    channelId: ChannelId;
    people: readonly { viewerId: string; kind: NoticeKind }[];
    now: Date;
  },
): Promise<void> {
  const { updateId, channelId, people, now } = notices;
  if (people.length === 0) return;
  await connection.query(
    `INSERT INTO bot_notices (update_id, viewer_id, channel_id, kind, noted_at)
     SELECT $1, viewer_id, $2, kind, $3 FROM unnest($4::bigint[], $5::text[]) AS person(viewer_id, kind)
     ON CONFLICT (update_id, viewer_id) DO NOTHING`,
    [updateId, channelId, now, people.map(({ viewerId }) => viewerId), people.map(({ kind }) => kind)],
  );
}
