import type { Connection } from '../connection.ts';

/** One try of a login, as far as its next steps need it. */
export interface FlowAttempt {
  step: string;
  outcome: string;
  /** What the number of the login is counted by; null: it has none. */
  numberHash: Buffer | null;
  maskedPhone: string | null;
}

/** The clocks of two gateways differ by less. */
const skewMs = 3_600_000;

/** What was tried in one login so far, its beginning first. */
export async function listFlowAttempts(
  connection: Connection,
  flow: { flowId: string; viewerId: string | null; createdAt: Date },
): Promise<FlowAttempt[]> {
  // An index serves equality alone.
  const owner = flow.viewerId === null ? 'viewer_id IS NULL AND $2::bigint IS NULL' : 'viewer_id = $2';
  return await connection.query<FlowAttempt>(
    `SELECT step, outcome, number_hash AS "numberHash", masked_phone AS "maskedPhone"
     FROM auth_attempts WHERE flow_id = $1 AND ${owner} AND attempted_at >= $3 ORDER BY attempt_id`,
    [flow.flowId, flow.viewerId, new Date(flow.createdAt.getTime() - skewMs)],
  );
}
