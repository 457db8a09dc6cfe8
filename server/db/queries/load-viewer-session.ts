import type { Connection } from '../connection.ts';

/** A session that has not ended at the asked instant, and whose it is. */
export interface LiveViewerSession {
  viewerId: string;
  firstName: string;
  language: 'en' | 'ru';
  createdAt: Date;
  expiresAt: Date;
}

/** Whose session is this, if it is one that lasts at `now`? */
export async function loadViewerSession(
  connection: Connection,
  tokenHash: Buffer,
  now: Date,
): Promise<LiveViewerSession | null> {
  const rows = await connection.query<LiveViewerSession>(
    `SELECT viewer_id AS "viewerId", first_name AS "firstName", language,
            viewer_sessions.created_at AS "createdAt", expires_at AS "expiresAt"
       FROM viewer_sessions JOIN viewers USING (viewer_id)
      WHERE token_hash = $1 AND expires_at > $2`,
    [tokenHash, now],
  );
  return rows[0] ?? null;
}
