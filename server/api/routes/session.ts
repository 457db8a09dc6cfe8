import { closeViewerSession } from '#server/actions/close-viewer-session.ts';
import { signIn } from '../viewer.ts';
import { noQuery } from './no-query.ts';
import { signInRoute, viewerRoute } from './route.ts';

/** `Authorization: tma <init data>` → a bearer token. */
export const postSession = signInRoute(
  { method: 'POST', path: '/auth/session', query: noQuery },
  async (context, authorization) => ({ status: 200, body: await signIn(context, authorization) }),
);

/** Ends the session of the bearer token at once. */
export const deleteSession = viewerRoute(
  { method: 'DELETE', path: '/auth/session', query: noQuery },
  async (context, { token }) => {
    await closeViewerSession(context.database, token);
    return { status: 204 };
  },
);
