import { loadChannelList } from '#server/reports/load-channel-list.ts';
import { noQuery } from './no-query.ts';
import { viewerRoute } from './route.ts';

/** The channels the viewer tracks. */
export const getChannels = viewerRoute(
  { method: 'GET', path: '/channels', query: noQuery },
  async (context, { viewer }) => ({
    status: 200,
    body: await loadChannelList(context.database, viewer.viewerId, context.now()),
  }),
);
