import type { Connection } from '#server/db/connection.ts';
import { deleteViewerSession } from '#server/db/queries/delete-viewer-session.ts';
import { digest } from '#server/secrets.ts';

/** Ends the session of a token at once; nothing happens when it has ended already. */
export async function closeViewerSession(connection: Connection, token: string): Promise<void> {
  await deleteViewerSession(connection, digest(token));
}
