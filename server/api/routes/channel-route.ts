import type { z } from 'zod';
import type { ChannelId } from '#contract/channel-id.ts';
import { mayView } from '#server/access/may-view.ts';
import { parseChannelId } from '#server/ids.ts';
import type { ApiContext } from '../context.ts';
import { RequestProblem } from '../request-problem.ts';
import { authenticate, type SignedInViewer } from '../viewer.ts';
import { type Asked, type Place, parse, read } from './place.ts';
import type { Answer, Call, Route } from './route.ts';

/**
 * A route about the channel `:channelId` of its path. A channel that is hidden from the viewer, one that we do not know
 * and an id that cannot be one get the same answer: 404.
 */
export function channelRoute<Query extends z.ZodType>(
  place: Place<Query>,
  handle: (
    context: ApiContext,
    channelId: ChannelId,
    query: z.output<Query>,
    signedIn: SignedInViewer,
  ) => Promise<Answer>,
): Route {
  return {
    method: place.method,
    path: place.path,
    access: 'channel',
    answer: async (context, call) => {
      const query = parse(place.query, call.query);
      const signedIn = await authenticate(context, call.authorization);
      return await handle(context, await findVisible(context, call, signedIn), query, signedIn);
    },
  };
}

/**
 * A route that changes how a channel is treated here. Until viewers can prove that they administer a channel, only the
 * operators may; another viewer who sees the channel is told so, and one who does not gets 404 as everywhere.
 */
export function channelOperatorRoute<Query extends z.ZodType, Body extends z.ZodType>(
  place: Place<Query, Body>,
  handle: (
    context: ApiContext,
    channelId: ChannelId,
    asked: Asked<Query, Body>,
    signedIn: SignedInViewer,
  ) => Promise<Answer>,
): Route {
  return {
    method: place.method,
    path: place.path,
    access: 'channel-operator',
    answer: async (context, call) => {
      parse(place.query, call.query);
      const signedIn = await authenticate(context, call.authorization);
      const channelId = await findVisible(context, call, signedIn);
      if (!signedIn.viewer.isAdmin) throw new RequestProblem('not-allowed');
      return await handle(context, channelId, read(place, call), signedIn);
    },
  };
}

async function findVisible(context: ApiContext, call: Call, { viewer }: SignedInViewer): Promise<ChannelId> {
  const channelId = parseChannelId(call.params.channelId ?? '');
  if (channelId === null) throw new RequestProblem('not-found');
  const view = await mayView(context.database, viewer, channelId);
  if (view.kind === 'hidden') throw new RequestProblem('not-found');
  return channelId;
}
