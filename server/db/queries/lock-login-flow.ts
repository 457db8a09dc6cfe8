import type { Connection } from '../connection.ts';

/** A login on its way. */
export interface LoginFlowRow {
  flowId: string;
  viewerId: string | null;
  method: 'qr' | 'phone';
  /** What it waits for: `qr`, `code` or `password`; `starting`; `connected` or `over`. */
  step: string;
  /** Sealed; null: it has ended. */
  state: string | null;
  /** How often the present code or password was tried. */
  tries: number;
  /** The step that has the flow now; null: nobody. */
  claimedBy: string | null;
  /** True: whoever has it took far longer than a step may. */
  isClaimStale: boolean;
  accountId: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** How long a step may have a flow; its own deadline is much shorter. By the database's clock, which all hosts share. */
const staleClaimSeconds = 60;

/**
 * Loads a flow of this viewer (null: of the operator) and keeps it from others until the transaction ends; null: there
 * is none, or it is somebody else's.
 */
export async function lockLoginFlow(
  connection: Connection,
  flowId: string,
  viewerId: string | null,
): Promise<LoginFlowRow | null> {
  const [row] = await connection.query<{
    method: 'qr' | 'phone';
    step: string;
    state: string | null;
    tries: number;
    claimed_by: string | null;
    is_claim_stale: boolean | null;
    account_id: string | null;
    created_at: Date;
    expires_at: Date;
  }>(
    `SELECT method, step, state, tries, claimed_by, account_id, created_at, expires_at,
       claimed_at < clock_timestamp() - make_interval(secs => $3) AS is_claim_stale
     FROM login_flows WHERE flow_id = $1 AND viewer_id IS NOT DISTINCT FROM $2 FOR UPDATE`,
    [flowId, viewerId, staleClaimSeconds],
  );
  if (row === undefined) return null;
  return {
    ...{ flowId, viewerId, method: row.method, step: row.step, state: row.state, tries: row.tries },
    claimedBy: row.claimed_by,
    isClaimStale: row.is_claim_stale === true,
    accountId: row.account_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
