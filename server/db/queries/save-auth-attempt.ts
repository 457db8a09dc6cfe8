import type { Connection } from '../connection.ts';

/** One try of somebody to log in. The number itself is not kept. */
export interface AuthAttempt {
  flowId: string;
  viewerId: string | null;
  method: 'qr' | 'phone';
  step: 'begin' | 'send-code' | 'code' | 'password' | 'look' | 'cancel';
  numberHash: Buffer | null;
  maskedPhone: string | null;
  ip: string | null;
  /** `started` until it is known; a code of a refusal, `ok` or `connected` after that. */
  outcome: string;
  attemptedAt: Date;
}

/** Adds a try and returns its id. */
export async function saveAuthAttempt(connection: Connection, attempt: AuthAttempt): Promise<string> {
  const [row] = await connection.query<{ attempt_id: string }>(
    `INSERT INTO auth_attempts
       (flow_id, viewer_id, method, step, number_hash, masked_phone, ip, outcome, attempted_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING attempt_id`,
    [
      ...[attempt.flowId, attempt.viewerId, attempt.method, attempt.step, attempt.numberHash],
      ...[attempt.maskedPhone, attempt.ip, attempt.outcome, attempt.attemptedAt],
    ],
  );
  return row?.attempt_id ?? '';
}
