import type { Viewer } from '#contract/session.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadViewerSession } from '#server/db/queries/load-viewer-session.ts';
import { prolongViewerSession } from '#server/db/queries/prolong-viewer-session.ts';
import { digest } from '#server/secrets.ts';

/** A session slides: it ends an hour after its last use … */
const idleMs = 60 * 60_000;
/** … and twelve hours after it began, however much it is used. */
const absoluteMs = 12 * 60 * 60_000;
/** A use within this time of the last one does not write. */
const graceMs = 60_000;

/** The viewer whose session the token is, or null when it is none or has ended. A use prolongs the session. */
export async function findViewerOfSession(
  connection: Connection,
  token: string,
  now: Date,
): Promise<Omit<Viewer, 'isAdmin'> | null> {
  const tokenHash = digest(token);
  const session = await loadViewerSession(connection, tokenHash, now);
  if (session === null) return null;
  const { viewerId, firstName, language, createdAt, expiresAt } = session;
  const end = Math.min(now.getTime() + idleMs, createdAt.getTime() + absoluteMs);
  if (end - expiresAt.getTime() > graceMs) await prolongViewerSession(connection, tokenHash, new Date(end));
  return { viewerId, firstName, language };
}
