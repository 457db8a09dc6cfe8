import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** A collected channel, as far as it matters for who reads it. */
export interface PlannedChannel {
  channelId: ChannelId;
  accountId: string | null;
  isMtprotoAllowed: boolean;
  isHistoryWanted: boolean;
  /** null: the channel was not described to us yet. */
  visibility: 'public' | 'private' | null;
  username: string | null;
}

/** Those of the channels that are collected; their rows of the schedule stay locked until the transaction ends. */
export async function loadPlannedChannels(
  connection: Connection,
  channelIds: readonly ChannelId[],
): Promise<PlannedChannel[]> {
  return connection.query<PlannedChannel>(
    `WITH locked AS (
       SELECT channel_id, account_id, is_mtproto_allowed, history_state
       FROM channel_schedule WHERE channel_id = ANY($1::bigint[]) ORDER BY channel_id FOR UPDATE
     )
     SELECT channel_id AS "channelId", account_id AS "accountId", is_mtproto_allowed AS "isMtprotoAllowed",
       history_state <> 'complete' AS "isHistoryWanted", visibility, username
     FROM locked LEFT JOIN channels USING (channel_id)`,
    [channelIds],
  );
}
