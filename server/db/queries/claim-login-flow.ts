import type { Connection } from '../connection.ts';

/** Gives a flow to one step and counts its try, where it is one. The row is locked by `lockLoginFlow` before. */
export async function claimLoginFlow(
  connection: Connection,
  claim: { flowId: string; claimedBy: string; isTry: boolean },
): Promise<void> {
  await connection.query(
    `UPDATE login_flows SET claimed_by = $2, claimed_at = clock_timestamp(), tries = tries + $3
     WHERE flow_id = $1`,
    [claim.flowId, claim.claimedBy, claim.isTry ? 1 : 0],
  );
}
