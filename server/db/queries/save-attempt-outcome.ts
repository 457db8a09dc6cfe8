import type { Connection } from '../connection.ts';

/** Writes down how tries ended. One whose process was killed stays `started`, and counts. */
export async function saveAttemptOutcome(
  connection: Connection,
  attemptIds: readonly string[],
  outcome: string,
): Promise<void> {
  await connection.query(
    "UPDATE auth_attempts SET outcome = $2 WHERE attempt_id = ANY($1::bigint[]) AND outcome = 'started'",
    [attemptIds, outcome],
  );
}
