import type { Connection } from '../connection.ts';

/**
 * Wipes what flows that have run out knew, and forgets those that ended before `forgetBefore`. Returns how many were
 * wiped. One that a step has now is left to it.
 */
export async function wipeLoginFlows(
  connection: Connection,
  { now, forgetBefore }: { now: Date; forgetBefore: Date },
): Promise<number> {
  await connection.query('DELETE FROM login_flows WHERE expires_at < $1', [forgetBefore]);
  const wiped = await connection.query(
    `UPDATE login_flows SET step = 'over', state = NULL, claimed_by = NULL
     WHERE expires_at < $1 AND step NOT IN ('over', 'connected')
       AND (claimed_by IS NULL OR claimed_at < clock_timestamp() - interval '60 seconds')
     RETURNING flow_id`,
    [now],
  );
  return wiped.length;
}
