import type { Connection } from '../connection.ts';

/** What a step leaves behind. */
export interface LoginFlowChange {
  flowId: string;
  claimedBy: string;
  step: string;
  /** Sealed; null wipes what was there. */
  state: string | null;
  /** True: a new code, or the password, is tried from the beginning. */
  isTriesReset: boolean;
  /** True: the next step may come; false: the same step goes on. */
  isReleased: boolean;
  accountId: string | null;
  expiresAt: Date;
}

/** Saves what a step did, while the flow is still its own. False: another step has taken it over. */
export async function saveLoginFlow(connection: Connection, change: LoginFlowChange): Promise<boolean> {
  const rows = await connection.query(
    `UPDATE login_flows SET step = $3, state = $4, tries = CASE WHEN $5 THEN 0 ELSE tries END,
       claimed_by = CASE WHEN $6 THEN NULL ELSE claimed_by END, account_id = $7, expires_at = $8
     WHERE flow_id = $1 AND claimed_by = $2 RETURNING flow_id`,
    [
      ...[change.flowId, change.claimedBy, change.step, change.state, change.isTriesReset],
      ...[change.isReleased, change.accountId, change.expiresAt],
    ],
  );
  return rows.length === 1;
}
