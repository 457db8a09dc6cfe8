import type { Connection } from '../connection.ts';

/** Adds a flow that is claimed by its first step, which has still to ask Telegram. */
export async function addLoginFlow(
  connection: Connection,
  flow: {
    flowId: string;
    viewerId: string | null;
    method: 'qr' | 'phone';
    claimedBy: string;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await connection.query(
    `INSERT INTO login_flows (flow_id, viewer_id, method, step, claimed_by, claimed_at, created_at, expires_at)
     VALUES ($1, $2, $3, 'starting', $4, clock_timestamp(), $5, $6)`,
    [flow.flowId, flow.viewerId, flow.method, flow.claimedBy, flow.createdAt, flow.expiresAt],
  );
}
