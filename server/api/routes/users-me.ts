import { noQuery } from './no-query.ts';
import { viewerRoute } from './route.ts';

/** Who the bearer token belongs to. */
export const getMe = viewerRoute(
  { method: 'GET', path: '/users/me', query: noQuery },
  async (_context, { viewer }) => ({ status: 200, body: viewer }),
);
