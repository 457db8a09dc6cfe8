import type { AuthSession, Viewer } from '#contract/session.ts';
import { findViewerOfSession } from '#server/access/find-viewer-of-session.ts';
import { openViewerSession } from '#server/actions/open-viewer-session.ts';
import { rememberViewer } from '#server/actions/remember-viewer.ts';
import type { ApiContext } from './context.ts';
import { checkInitData } from './init-data.ts';
import { RequestProblem } from './request-problem.ts';

/** A proven viewer together with the token that proved it. */
export interface SignedInViewer {
  viewer: Viewer;
  token: string;
}

/**
 * Exchanges `Authorization: tma <init data>` for a session. The only place besides {@link authenticate} that decides who
 * somebody is; both throw a {@link RequestProblem} with status 401.
 */
export async function signIn(context: ApiContext, authorization: string | null): Promise<AuthSession> {
  const initData = credentials(authorization, 'tma');
  const now = context.now();
  const outcome = checkInitData(initData, context.botToken, now);
  if (outcome.kind === 'expired') throw new RequestProblem('init-data-expired');
  if (outcome.kind === 'invalid') {
    context.log.info({ why: outcome.why }, 'init data refused');
    throw new RequestProblem('init-data-invalid');
  }
  const { user } = outcome.initData;
  const viewerId = String(user.id);
  await rememberViewer(context.database, {
    viewerId,
    firstName: user.first_name,
    languageCode: user.language_code ?? null,
    now,
  });
  return await openViewerSession(context.database, viewerId, now);
}

/** Finds the viewer of `Authorization: Bearer <token>` and prolongs the session. */
export async function authenticate(
  context: ApiContext,
  authorization: string | null,
): Promise<SignedInViewer> {
  const token = credentials(authorization, 'Bearer');
  const found = await findViewerOfSession(context.database, token, context.now());
  if (found === null) throw new RequestProblem('session-expired');
  return { viewer: { ...found, isAdmin: context.adminIds.has(found.viewerId) }, token };
}

function credentials(authorization: string | null, scheme: 'tma' | 'Bearer'): string {
  const [given, rest, ...more] = authorization?.split(' ') ?? [];
  if (given?.toLowerCase() !== scheme.toLowerCase() || rest === undefined || rest === '' || more.length > 0) {
    throw new RequestProblem('not-authenticated');
  }
  return rest;
}
