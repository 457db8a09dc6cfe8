import type { Connection } from '#server/db/database.ts';

/** How an update ended. A quarantined one is never handled again and does not block the ones after it. */
export type UpdateEnd =
  | { kind: 'done' }
  /** Done as far as it can be: Telegram refuses for good, because the person blocked the bot for example. */
  | { kind: 'refused'; problem: string }
  | { kind: 'quarantined'; problem: string };

/** Marks a claimed update as ended. */
export async function finishUpdate(
  connection: Connection,
  updateId: string,
  end: UpdateEnd,
  at: Date,
): Promise<void> {
  await connection.query(
    `UPDATE updates_inbox SET state = $2, error = $3, done_at = $4
     WHERE update_id = $1 AND state = 'waiting'`,
    [
      updateId,
      end.kind === 'quarantined' ? 'quarantined' : 'done',
      end.kind === 'done' ? null : end.problem.replaceAll('\u0000', '').slice(0, 2_000),
      at,
    ],
  );
}
