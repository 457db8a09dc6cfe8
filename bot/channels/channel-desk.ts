/**
 * The main intention: a person names a channel and gets its card. This file is what the handlers ask of the rest of the
 * product, so that none of them sees a database; every read of a channel passes `server/access` here.
 */
import type { ChannelList, ChannelReport } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import { mayView } from '#server/access/may-view.ts';
import { type RefreshOutcome, refreshChannel } from '#server/actions/refresh-channel.ts';
import { type TrackDependencies, type TrackOutcome, trackChannel } from '#server/actions/track-channel.ts';
import type { Database } from '#server/db/database.ts';
import { loadChannelList } from '#server/reports/load-channel-list.ts';
import { loadChannelReport } from '#server/reports/load-channel-report.ts';

export interface ChannelDesk {
  track(viewerId: string, name: string): Promise<TrackOutcome>;
  /** The card's figures; null when the viewer may not see the channel or it is not there, which looks the same. */
  loadReport(viewerId: string, channelId: ChannelId): Promise<ChannelReport | null>;
  /** Asks for fresh figures; they arrive later. */
  refresh(channelId: ChannelId): Promise<RefreshOutcome>;
  loadList(viewerId: string): Promise<ChannelList>;
}

export interface DeskDependencies extends TrackDependencies {
  database: Pick<Database, 'query' | 'transaction' | 'models'>;
  now: () => Date;
}

/** The window of every card. */
const cardPeriod = '30d';

export function createChannelDesk(dependencies: DeskDependencies): ChannelDesk {
  const { database, now } = dependencies;
  return {
    track: (viewerId, name) => trackChannel(dependencies, { viewerId, name, now: now() }),
    refresh: (channelId) => refreshChannel(database, channelId, now()),
    loadList: (viewerId) => loadChannelList(database, viewerId, now()),
    async loadReport(viewerId, channelId) {
      const view = await mayView(database, { viewerId }, channelId);
      return view.kind === 'hidden' ? null : await loadChannelReport(database, channelId, cardPeriod, now());
    },
  };
}
