import { z } from 'zod';
import { allowMtproto } from '#server/actions/allow-mtproto.ts';
import { RequestProblem } from '../request-problem.ts';
import { channelOperatorRoute } from './channel-route.ts';
import { noQuery } from './no-query.ts';

const body = z.strictObject({ enabled: z.boolean('must be true or false') });

/** Whether accounts may be used for a channel; off, only the bot reads it. */
export const putChannelMtproto = channelOperatorRoute(
  { method: 'PUT', path: '/channels/:channelId/mtproto', query: noQuery, body },
  async (context, channelId, { body: { enabled } }, { viewer }) => {
    const change = { channelId, isAllowed: enabled, operatorId: viewer.viewerId, now: context.now() };
    if (!(await allowMtproto(context.database, change))) throw new RequestProblem('not-found');
    return { status: 200, body: { enabled } };
  },
);
