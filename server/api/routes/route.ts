import type { z } from 'zod';
import type { ChannelId } from '#contract/channel-id.ts';
import { mayView } from '#server/access/may-view.ts';
import { parseChannelId } from '#server/ids.ts';
import type { ApiContext } from '../context.ts';
import { RequestProblem } from '../request-problem.ts';
import { authenticate, type SignedInViewer } from '../viewer.ts';

/**
 * One row of the route table. `access` says who gets an answer: anyone, whoever brings init data, a viewer with a
 * session, or a viewer who may see the channel named in the path. Only the four builders below make routes, so that no
 * handler can run before its question of access is answered.
 */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  access: 'anyone' | 'init-data' | 'viewer' | 'channel';
  answer(context: ApiContext, call: Call): Promise<Answer>;
}

/** A request, free of Express. */
export interface Call {
  params: Readonly<Record<string, string>>;
  query: unknown;
  authorization: string | null;
}

export interface Answer {
  status: 200 | 204;
  body?: object;
  /** How long anybody may keep the answer; nobody may when it is absent. */
  publicForSeconds?: number;
}

interface Place<Query extends z.ZodType> {
  method: Route['method'];
  path: string;
  /** A strict object: keys it does not know are refused. */
  query: Query;
}

/** A route without a question of access: nothing it says is about anybody. */
export function openRoute<Query extends z.ZodType>(
  place: Place<Query>,
  handle: (context: ApiContext, query: z.output<Query>) => Promise<Answer>,
): Route {
  return {
    ...at(place),
    access: 'anyone',
    answer: async (context, call) => await handle(context, parse(place.query, call.query)),
  };
}

/** The route that exchanges init data for a session. */
export function signInRoute<Query extends z.ZodType>(
  place: Place<Query>,
  handle: (context: ApiContext, authorization: string | null) => Promise<Answer>,
): Route {
  return {
    ...at(place),
    access: 'init-data',
    answer: async (context, call) => {
      parse(place.query, call.query);
      return await handle(context, call.authorization);
    },
  };
}

/** A route about the viewer who asks. */
export function viewerRoute<Query extends z.ZodType>(
  place: Place<Query>,
  handle: (context: ApiContext, signedIn: SignedInViewer, query: z.output<Query>) => Promise<Answer>,
): Route {
  return {
    ...at(place),
    access: 'viewer',
    answer: async (context, call) => {
      const query = parse(place.query, call.query);
      return await handle(context, await authenticate(context, call.authorization), query);
    },
  };
}

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
    ...at(place),
    access: 'channel',
    answer: async (context, call) => {
      const query = parse(place.query, call.query);
      const signedIn = await authenticate(context, call.authorization);
      const channelId = parseChannelId(call.params.channelId ?? '');
      if (channelId === null) throw new RequestProblem('not-found');
      const view = await mayView(context.database, signedIn.viewer, channelId);
      if (view.kind === 'hidden') throw new RequestProblem('not-found');
      return await handle(context, channelId, query, signedIn);
    },
  };
}

function at<Query extends z.ZodType>({ method, path }: Place<Query>): Pick<Route, 'method' | 'path'> {
  return { method, path };
}

function parse<Query extends z.ZodType>(schema: Query, query: unknown): z.output<Query> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: key, message: 'is not a parameter of this route' }))
      : [{ field: issue.path.join('.'), message: issue.message }],
  );
  throw new RequestProblem('invalid-request', errors);
}
