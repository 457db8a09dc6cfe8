import type { Connection } from '../connection.ts';

export interface ViewerSessionRow {
  tokenHash: Buffer;
  viewerId: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Saves a session of a viewer and removes those of theirs that have ended. */
export async function saveViewerSession(connection: Connection, session: ViewerSessionRow): Promise<void> {
  const { tokenHash, viewerId, createdAt, expiresAt } = session;
  await connection.query('DELETE FROM viewer_sessions WHERE viewer_id = $1 AND expires_at <= $2', [
    viewerId,
    createdAt,
  ]);
  await connection.query(
    'INSERT INTO viewer_sessions (token_hash, viewer_id, created_at, expires_at) VALUES ($1, $2, $3, $4)',
    [tokenHash, viewerId, createdAt, expiresAt],
  );
}
