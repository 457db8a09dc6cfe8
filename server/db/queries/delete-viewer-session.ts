import type { Connection } from '../connection.ts';

/** Removes a session; nothing happens when there is none. */
export async function deleteViewerSession(connection: Connection, tokenHash: Buffer): Promise<void> {
  await connection.query('DELETE FROM viewer_sessions WHERE token_hash = $1', [tokenHash]);
}
