import type { Connection } from '../connection.ts';

/** One step of a login that was tried. The number is masked, and the hash it is counted by stays where it is. */
export interface ListedAuthAttempt {
  attemptId: string;
  viewerId: string | null;
  method: string;
  step: string;
  maskedPhone: string | null;
  address: string | null;
  outcome: string;
  attemptedAt: Date;
}

export interface AuthAttemptFilter {
  viewerId: string | null;
  outcome: string | null;
  since: Date | null;
  /** Only attempts with a smaller id. */
  before: string | null;
  limit: number;
}

/** Attempts to connect accounts, the newest first. */
export async function listAuthAttempts(
  connection: Connection,
  filter: AuthAttemptFilter,
): Promise<ListedAuthAttempt[]> {
  return await connection.query<ListedAuthAttempt>(
    `SELECT attempt_id AS "attemptId", viewer_id AS "viewerId", method, step, masked_phone AS "maskedPhone",
       ip AS address, outcome, attempted_at AS "attemptedAt"
     FROM auth_attempts
     WHERE ($1::bigint IS NULL OR viewer_id = $1) AND ($2::text IS NULL OR outcome = $2)
       AND ($3::timestamptz IS NULL OR attempted_at >= $3) AND ($4::bigint IS NULL OR attempt_id < $4)
     ORDER BY attempt_id DESC LIMIT $5`,
    [filter.viewerId, filter.outcome, filter.since, filter.before, filter.limit],
  );
}
