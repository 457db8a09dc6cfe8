import type { z } from 'zod';
import type { Viewer } from '#contract/session.ts';
import type { ApiContext } from '../context.ts';
import { RequestProblem } from '../request-problem.ts';
import type { Call, Route } from './route.ts';

/** Where a route is and what it takes. */
export interface Place<Query extends z.ZodType, Body extends z.ZodType = z.ZodUndefined> {
  method: Route['method'];
  path: string;
  /** True: a GET that moves something, so that HEAD, which asks for nothing, is refused. */
  hasEffect?: true;
  /** A strict object: keys it does not know are refused. */
  query: Query;
  /** Absent: whatever a request carries is not looked at. */
  body?: Body;
  /**
   * Absent: always. False: there is no such route in this installation (`viewer` null: for nobody), or not for this
   * viewer.
   */
  isOffered?(context: ApiContext, viewer: Viewer | null): boolean;
}

/** What was asked, checked. */
export interface Asked<Query extends z.ZodType, Body extends z.ZodType> {
  params: Readonly<Record<string, string>>;
  query: z.output<Query>;
  body: z.output<Body>;
  address: string | null;
}

/** Checks a call; throws `invalid-request` with what is wrong. */
export function read<Query extends z.ZodType, Body extends z.ZodType>(
  place: Place<Query, Body>,
  { params, query, body, address }: Call,
): Asked<Query, Body> {
  return {
    params,
    query: parse(place.query, query),
    // Without a schema the type of a body is `undefined`, and so is the body.
    body: place.body === undefined ? (undefined as z.output<Body>) : parse(place.body, body ?? {}),
    address,
  };
}

/** Checks one part of a call; what was given is not repeated, but for names of fields. */
export function parse<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: key.slice(0, 64), message: 'is not a parameter of this route' }))
      : [{ field: issue.path.join('.'), message: issue.message }],
  );
  throw new RequestProblem('invalid-request', { errors });
}
