import type { Connection } from '../connection.ts';

/**
 * Deletes updates that were done before `doneBefore`, at most `limit` of them, and returns how many. Ids are kept for a
 * while because Telegram may deliver an update again, and a kept id is what tells that it is the same.
 */
export async function deleteDoneUpdates(
  connection: Connection,
  doneBefore: Date,
  limit: number,
): Promise<number> {
  const rows = await connection.query(
    `DELETE FROM updates_inbox WHERE update_id IN (
       SELECT update_id FROM updates_inbox WHERE state = 'done' AND done_at < $1 LIMIT $2
     ) RETURNING update_id`,
    [doneBefore, limit],
  );
  return rows.length;
}
