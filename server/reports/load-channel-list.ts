import type { ChannelList, ChannelSummary } from '#contract/channel.ts';
import { mayView } from '#server/access/may-view.ts';
import { newestFirst } from '#server/analytics/eligible-posts.ts';
import type { Database } from '#server/db/database.ts';
import type { StoredChannel } from '#server/db/queries/load-channel.ts';
import { loadTrackedChannelIds } from '#server/db/queries/load-tracked-channel-ids.ts';
import { historyState } from './history-state.ts';
import { loadReportBasis, readAt } from './load-report-basis.ts';
import { medianReachFigure } from './reach-figures.ts';
import { subscribersFigure } from './subscriber-figures.ts';

/** Points of a row's sparkline. */
const recentPosts = 30;

/** The channels that the viewer tracks and may see now, the one tracked last first; reach is over 30 days. */
export async function loadChannelList(
  database: Pick<Database, 'query' | 'models'>,
  viewerId: string,
  now: Date,
): Promise<ChannelList> {
  const channels: ChannelSummary[] = [];
  for (const channelId of await loadTrackedChannelIds(database, viewerId)) {
    const view = await mayView(database, { viewerId }, channelId);
    if (view.kind === 'visible') channels.push(await loadSummary(database, view.channel, now));
  }
  return { channels };
}

async function loadSummary(
  database: Pick<Database, 'query'>,
  channel: StoredChannel,
  now: Date,
): Promise<ChannelSummary> {
  const basis = await loadReportBasis(database, channel, '30d', now);
  const { channelId, title, username, visibility, state } = channel;
  return {
    channelId,
    title,
    username,
    visibility,
    state,
    subscribers: subscribersFigure(basis),
    medianReach: medianReachFigure(basis),
    history: historyState(basis.schedule),
    capturedAt: readAt(basis),
    recentViews: newestFirst(basis.posts.eligible)
      .slice(0, recentPosts)
      .map((post) => post.views)
      .toReversed(),
  };
}
