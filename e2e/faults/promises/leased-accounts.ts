import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { collector } from '#sandbox/world/people.ts';
import type { Database } from '#server/db/database.ts';
import type { Lease } from '#server/db/queries/guard-epoch.ts';
import { saveSealedSession } from '#server/db/queries/save-sealed-session.ts';
import { createGuardedWrite } from '#server/gateway/lease/guarded-write.ts';
import { keyIdOf } from '#server/gateway/sessions/key-id.ts';
import { sealSession } from '#server/gateway/sessions/sealed-session.ts';
import { createLog } from '#server/log.ts';
import { openVault } from '#server/vault/vault.ts';
import type { Stage } from '../stage/stage.ts';

/** Accounts of people nobody has met, as a promise about their leases sees them. */
export interface LeasedAccounts {
  /** Leases of the gateway with this pid. */
  heldBy(pid: number | null): Promise<Lease[]>;
  /** How many of them somebody holds, or of `these`, under a later epoch than there. */
  countHeld(these?: readonly Lease[]): Promise<number>;
  /** How often leases were taken so far. */
  countTaken(): Promise<number>;
  /** How many cannot be used any more: a key that was used twice at a time is one of them. */
  countLost(): Promise<number>;
  countConnected(): number;
  /** How many writes for the account were let through under these leases. */
  countAcceptedWrites(leases: readonly Lease[]): Promise<number>;
  remove(): Promise<void>;
}

const firstPerson = 920_000_000;

/** Stores `count` accounts of an operator's with sealed sessions, for the gateways to share. */
export async function addLeasedAccounts(
  stage: Stage,
  database: Database,
  count: number,
): Promise<LeasedAccounts> {
  const { telegram, world } = stage.sandbox;
  const { keyStore, id: dcId, announcedIp: ip } = telegram.dataCentre;
  const vault = openVault({ file: stage.encryptionKeysFile, log: createLog('soak', 'error') });
  const ids: string[] = [];
  const keyIds = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const telegramUserId = String(firstPerson + index);
    world.addUser({ ...collector, id: telegramUserId, username: null, phone: null });
    const authKey = createAuthorizedKey(keyStore, telegramUserId);
    const keyId = keyIdOf(authKey);
    keyIds.add(keyId);
    // In one transaction: nobody may find an account without its session.
    await database.transaction(async (connection) => {
      const [row] = await connection.query<{ account_id: string }>(
        `INSERT INTO accounts (kind, telegram_user_id, key_id, dc_id, created_at)
         VALUES ('operator', $1, $2, $3, now()) RETURNING account_id`,
        [telegramUserId, keyId, dcId],
      );
      const accountId = row?.account_id ?? '';
      const owner = { accountId, kind: 'operator' as const, viewerId: null };
      await saveSealedSession(connection, accountId, sealSession(vault, owner, { dcId, ip, authKey }));
      ids.push(accountId);
    });
  }

  async function number(sql: string, values: readonly unknown[] = []): Promise<number> {
    const [row] = await database.query<{ n: string }>(sql, [ids, ...values]);
    return Number(row?.n ?? 0);
  }
  const write = createGuardedWrite(database);

  return {
    heldBy: (pid) =>
      database.query<Lease>(
        `SELECT account_id AS "accountId", lease_epoch AS epoch FROM accounts
         WHERE account_id = ANY($1::bigint[]) AND split_part(lease_owner, ':', 2) = $2`,
        [ids, String(pid)],
      ),
    countHeld: (these) =>
      these === undefined
        ? number(
            'SELECT count(*) AS n FROM accounts WHERE account_id = ANY($1::bigint[]) AND lease_owner IS NOT NULL',
          )
        : number(
            `SELECT count(*) AS n FROM unnest($2::bigint[], $3::bigint[]) AS before (account_id, epoch)
             JOIN accounts USING (account_id)
             WHERE account_id = ANY($1::bigint[]) AND lease_epoch > before.epoch AND lease_owner IS NOT NULL`,
            [these.map(({ accountId }) => accountId), these.map(({ epoch }) => epoch)],
          ),
    countTaken: () =>
      number('SELECT sum(lease_epoch) AS n FROM accounts WHERE account_id = ANY($1::bigint[])'),
    countLost: () =>
      number("SELECT count(*) AS n FROM accounts WHERE account_id = ANY($1::bigint[]) AND state <> 'active'"),
    countConnected: () =>
      new Set(
        telegram.dataCentre
          .openConnections()
          .map(({ authKeyId }) => authKeyId)
          .filter((keyId) => keyId !== null && keyIds.has(keyId)),
      ).size,
    async countAcceptedWrites(leases) {
      let accepted = 0;
      for (const lease of leases) {
        await write(lease, async () => undefined).then(
          () => {
            accepted += 1;
          },
          (error: unknown) => {
            if (!(error instanceof Error && 'code' in error && error.code === 'stale-lease')) throw error;
          },
        );
      }
      return accepted;
    },
    async remove() {
      await database.query('DELETE FROM accounts WHERE account_id = ANY($1::bigint[])', [ids]);
    },
  };
}
