import type { Connection } from '#server/db/database.ts';
import { loginContext, sessionContext } from './seal-contexts.ts';
import type { Vault } from './vault.ts';

/** For tests: the context of the session that {@link saveSealedAccounts} seals for this account. */
export function contextOfAccount(accountId: number): ReturnType<typeof sessionContext> {
  return sessionContext({
    accountId: String(accountId),
    kind: 'viewer',
    viewerId: String(accountId + 5_000),
  });
}

/** For tests: stores viewers' accounts with these ids, the secret of each being `secret <id>`. */
export async function saveSealedAccounts(
  connection: Connection,
  vault: Vault,
  accountIds: readonly number[],
): Promise<void> {
  await connection.query(
    `INSERT INTO accounts (account_id, kind, viewer_id, session, created_at)
     SELECT id, 'viewer', id + 5000, session, '2026-11-20' FROM unnest($1::bigint[], $2::text[]) AS a (id, session)`,
    [accountIds, accountIds.map((id) => vault.seal(Buffer.from(`secret ${id}`), contextOfAccount(id)))],
  );
}

/** For tests: stores a login at a terminal, with the secret `login <flowId>`. */
export async function saveSealedLogin(connection: Connection, vault: Vault, flowId: string): Promise<void> {
  const state = vault.seal(Buffer.from(`login ${flowId}`), loginContext({ flowId, viewerId: null }));
  await connection.query(
    `INSERT INTO login_flows (flow_id, method, step, state, created_at, expires_at)
     VALUES ($1, 'qr', 'scan', $2, '2026-11-20', '2026-11-20')`,
    [flowId, state],
  );
}
