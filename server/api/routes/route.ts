import type { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { RequestProblem } from '../request-problem.ts';
import { authenticate, type SignedInViewer } from '../viewer.ts';
import { type Asked, type Place, parse, read } from './place.ts';

/**
 * One row of the route table. `access` says who gets an answer: anyone, whoever brings init data, a viewer with a
 * session, a viewer who may see the channel named in the path, an operator who may, or an operator. Only the builders of
 * this file and of channel-route.ts make routes, so that no handler can run before its question of access is answered.
 */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  access: 'anyone' | 'init-data' | 'viewer' | 'channel' | 'channel-operator' | 'operator';
  /** True: a GET that moves something: HEAD is not allowed there. */
  hasEffect?: true;
  /** Absent: always. False: this installation has no such route. */
  isThere?(context: ApiContext): boolean;
  answer(context: ApiContext, call: Call): Promise<Answer>;
}

/** A request, free of Express. */
export interface Call {
  params: Readonly<Record<string, string>>;
  query: unknown;
  body: unknown;
  authorization: string | null;
  /** From where it came, as our own front says; null: unknown. */
  address: string | null;
}

export interface Answer {
  status: 200 | 204;
  body?: object;
  /** How long anybody may keep the answer; nobody may when it is absent. */
  publicForSeconds?: number;
  /** Changes with the body: who asks with it in `If-None-Match` gets 304 instead. */
  etag?: string;
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

/** A route about the viewer who asks. A wrong query is told before, a wrong body after it is known who asks. */
export function viewerRoute<Query extends z.ZodType, Body extends z.ZodType>(
  place: Place<Query, Body>,
  handle: (context: ApiContext, signedIn: SignedInViewer, asked: Asked<Query, Body>) => Promise<Answer>,
): Route {
  return {
    ...at(place),
    access: 'viewer',
    isThere: (context) => place.isOffered?.(context, null) !== false,
    answer: async (context, call) => {
      parse(place.query, call.query);
      const signedIn = await authenticate(context, call.authorization);
      if (place.isOffered?.(context, signedIn.viewer) === false) throw new RequestProblem('not-found');
      return await handle(context, signedIn, read(place, call));
    },
  };
}

/**
 * A route for the operators of the installation. To every other viewer there is no such route, whatever they ask of it;
 * who does not say who they are is asked to, so that an operator's session can begin anew.
 */
export function operatorRoute<Query extends z.ZodType, Body extends z.ZodType>(
  place: Place<Query, Body>,
  handle: (context: ApiContext, signedIn: SignedInViewer, asked: Asked<Query, Body>) => Promise<Answer>,
): Route {
  return {
    ...at(place),
    access: 'operator',
    answer: async (context, call) => {
      const signedIn = await authenticate(context, call.authorization);
      if (!signedIn.viewer.isAdmin) throw new RequestProblem('not-found');
      return await handle(context, signedIn, read(place, call));
    },
  };
}

type Where = Pick<Route, 'method' | 'path' | 'hasEffect'>;

function at({ method, path, hasEffect }: Where): Where {
  return { method, path, ...(hasEffect === undefined ? {} : { hasEffect }) };
}
