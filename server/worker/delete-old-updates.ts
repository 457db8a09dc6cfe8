import type { Connection } from '#server/db/connection.ts';
import { deleteDoneUpdates } from '#server/db/queries/delete-done-updates.ts';

/** Telegram delivers an update again for up to 24 h; twice that is kept. */
const keptMs = 48 * 3_600_000;
const batchSize = 5_000;

/** Deletes updates that have been done for longer than they could come again, and returns how many. */
export async function deleteOldUpdates(connection: Connection, now: Date): Promise<number> {
  const doneBefore = new Date(now.getTime() - keptMs);
  let deleted = 0;
  for (;;) {
    const batch = await deleteDoneUpdates(connection, doneBefore, batchSize);
    deleted += batch;
    if (batch < batchSize) return deleted;
  }
}
