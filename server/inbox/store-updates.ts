import type { Connection } from '#server/db/database.ts';
import type { InboxUpdate } from './update.ts';

/** The channel of LISTEN and NOTIFY on which consumers are woken. */
export const wakeChannel = 'updates_inbox';

/**
 * Stores updates that are not there yet and wakes the consumers; one statement, so one commit for all of them. The set
 * of stored ids is what makes a second delivery harmless: after a quiet week Telegram's next id is random, so a
 * highest id seen would say nothing. Returns how many were new.
 */
export async function storeUpdates(
  connection: Connection,
  updates: readonly InboxUpdate[],
  receivedAt: Date,
): Promise<number> {
  if (updates.length === 0) return 0;
  const [row] = await connection.query<{ stored: number }>(
    `WITH given AS (
       SELECT DISTINCT ON (update_id) update_id, queue_key, payload
       FROM unnest($1::bigint[], $2::text[], $3::text[]) AS given (update_id, queue_key, payload)
     ), stored AS (
       INSERT INTO updates_inbox (update_id, queue_key, payload, received_at)
       SELECT update_id, queue_key, payload, $4 FROM given
       ON CONFLICT (update_id) DO NOTHING
       RETURNING update_id
     ), counted AS (
       SELECT count(*)::integer AS stored FROM stored
     )
     SELECT stored, CASE WHEN stored > 0 THEN pg_notify('${wakeChannel}', '') END FROM counted`,
    [
      updates.map(({ updateId }) => updateId),
      updates.map(({ queueKey }) => queueKey),
      updates.map(({ payload }) => payload),
      receivedAt,
    ],
  );
  return row?.stored ?? 0;
}
