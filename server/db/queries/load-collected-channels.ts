import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

export interface CollectedChannel {
  channelId: ChannelId;
  title: string;
  username: string | null;
  visibility: 'public' | 'private';
  state: 'active' | 'unreachable' | 'gone';
}

/** Every channel that is collected, by title. */
export async function loadCollectedChannels(connection: Connection): Promise<CollectedChannel[]> {
  return await connection.query<CollectedChannel>(
    `SELECT channel_id AS "channelId", title, username, visibility, state
     FROM channel_schedule JOIN channels USING (channel_id) ORDER BY title, channel_id`,
    [],
  );
}
