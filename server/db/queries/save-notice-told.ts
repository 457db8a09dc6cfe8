import type { Connection } from '../connection.ts';

/** Somebody was told, or will not hear us: either way nobody says it again. */
export async function saveNoticeTold(
  connection: Connection,
  { updateId, viewerId, now }: { updateId: number; viewerId: string; now: Date },
): Promise<void> {
  await connection.query(
    'UPDATE bot_notices SET told_at = $3 WHERE update_id = $1 AND viewer_id = $2 AND told_at IS NULL',
    [updateId, viewerId, now],
  );
}
