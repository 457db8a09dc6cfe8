import type { Connection } from '../connection.ts';

/** Moves the end of a session, never backwards. */
export async function prolongViewerSession(
  connection: Connection,
  tokenHash: Buffer,
  expiresAt: Date,
): Promise<void> {
  await connection.query(
    'UPDATE viewer_sessions SET expires_at = $2 WHERE token_hash = $1 AND expires_at < $2',
    [tokenHash, expiresAt],
  );
}
