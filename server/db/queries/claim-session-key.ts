import type { Connection } from '../connection.ts';

/** Who works with the key of this public id before an account has it. */
export interface KeyClaim {
  keyId: string;
  /** Unique for each attempt. */
  claimedBy: string;
}

/** A claim that its process did not give back is nobody's any more after so many seconds. */
const keyClaimSeconds = 60;

/**
 * Reserves a key for one process among all: two connections of one key end it for good. False: somebody has it. Claims
 * go by the database's clock, like leases.
 */
export async function claimSessionKey(
  connection: Connection,
  { keyId, claimedBy }: KeyClaim,
): Promise<boolean> {
  const rows = await connection.query(
    `INSERT INTO login_flows (flow_id, viewer_id, method, step, claimed_by, claimed_at, created_at, expires_at)
     VALUES ($1, NULL, 'qr', 'import', $2, clock_timestamp(), clock_timestamp(),
       clock_timestamp() + make_interval(secs => $3))
     ON CONFLICT (flow_id) DO UPDATE SET step = excluded.step, claimed_by = excluded.claimed_by,
       claimed_at = excluded.claimed_at, created_at = excluded.created_at, expires_at = excluded.expires_at
     WHERE login_flows.claimed_by IS NULL OR login_flows.claimed_at < clock_timestamp() - make_interval(secs => $3)
     RETURNING flow_id`,
    [nameOf(keyId), claimedBy, keyClaimSeconds],
  );
  return rows.length === 1;
}

/** Gives a key back; false: the claim had run out, and somebody else may have the key. */
export async function releaseSessionKey(
  connection: Connection,
  { keyId, claimedBy }: KeyClaim,
): Promise<boolean> {
  const rows = await connection.query(
    'DELETE FROM login_flows WHERE flow_id = $1 AND claimed_by = $2 RETURNING flow_id',
    [nameOf(keyId), claimedBy],
  );
  return rows.length === 1;
}

/** No flow of a person has such a name: theirs are random and without a colon. */
function nameOf(keyId: string): string {
  return `import:${keyId}`;
}
