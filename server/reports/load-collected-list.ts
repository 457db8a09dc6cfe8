import type { HistoryState } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadCollectedChannels } from '#server/db/queries/load-collected-channels.ts';
import { loadHistory } from './load-history.ts';

/** A collected channel as its operator sees it. */
export interface CollectedRow {
  channelId: ChannelId;
  title: string;
  username: string | null;
  visibility: 'public' | 'private';
  state: 'active' | 'unreachable' | 'gone';
  history: HistoryState;
  syncedAt: string | null;
}

/** Every channel that is collected here, whoever tracks it. For the operator of the installation only. */
export async function loadCollectedList(connection: Connection): Promise<CollectedRow[]> {
  const rows: CollectedRow[] = [];
  for (const channel of await loadCollectedChannels(connection)) {
    rows.push({ ...channel, ...(await loadHistory(connection, channel.channelId)) });
  }
  return rows;
}
