import type { AuthSession } from '#contract/session.ts';
import type { Connection } from '#server/db/connection.ts';
import { saveViewerSession } from '#server/db/queries/save-viewer-session.ts';
import { createToken, digest } from '#server/secrets.ts';

/** A session ends when it was not used for so long: each use begins the time anew (`server/access`). */
const sessionIdleMs = 60 * 60_000;

/** Opens a Mini App session for a viewer we have proof of. Only the token's hash is stored. */
export async function openViewerSession(
  connection: Connection,
  viewerId: string,
  now: Date,
): Promise<AuthSession> {
  const token = createToken();
  const expiresAt = new Date(now.getTime() + sessionIdleMs);
  await saveViewerSession(connection, { tokenHash: digest(token), viewerId, createdAt: now, expiresAt });
  return { token, expiresAt: expiresAt.toISOString() };
}
