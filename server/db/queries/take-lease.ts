import type { Connection } from '../connection.ts';

export interface LeaseClaim {
  /** Which session: the public id of its authorization key. */
  keyId: string;
  dcId: number;
  /** Who asks, unique for each start of a process. */
  owner: string;
  /** Where its gateway answers. */
  address: string;
  /** An owner that was silent for longer has lost its lease. */
  silenceSeconds: number;
  /** An owner that is known to be dead, a killed process of the same host: it need not be waited for. */
  deadOwner: string | null;
}

export interface Lease {
  accountId: string;
  /** Grows with every new owner: writes of an earlier one can be told by it. */
  epoch: string;
}

/**
 * Takes the lease of a session, creating its account where the key is new; null: a live other process holds it. One
 * statement, so two that ask at once cannot both get it. Leases go by the database's clock, which all hosts share.
 */
export async function takeLease(connection: Connection, claim: LeaseClaim): Promise<Lease | null> {
  const [row] = await connection.query<{ account_id: string; lease_epoch: string }>(
    `INSERT INTO accounts (kind, key_id, dc_id, created_at, lease_owner, lease_address, lease_epoch, heartbeat_at)
     VALUES ('operator', $1, $2, clock_timestamp(), $3, $4, 1, clock_timestamp())
     ON CONFLICT (key_id) DO UPDATE SET
       lease_owner = excluded.lease_owner,
       lease_address = excluded.lease_address,
       lease_epoch = accounts.lease_epoch + 1,
       heartbeat_at = excluded.heartbeat_at
     WHERE accounts.lease_owner IS NULL OR accounts.heartbeat_at IS NULL OR accounts.lease_owner = $6
       OR accounts.heartbeat_at < clock_timestamp() - make_interval(secs => $5)
     RETURNING account_id, lease_epoch`,
    [claim.keyId, claim.dcId, claim.owner, claim.address, claim.silenceSeconds, claim.deadOwner],
  );
  return row === undefined ? null : { accountId: row.account_id, epoch: row.lease_epoch };
}
