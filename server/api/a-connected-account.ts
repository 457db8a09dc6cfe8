import type { Connection } from '#server/db/connection.ts';

/** Stores an account as it is after a login, its sealed session included; once more makes it new again. */
export async function aConnectedAccount(
  connection: Connection,
  account: { accountId: string; viewerId: string | null; state?: string; reason?: string; createdAt?: Date },
): Promise<void> {
  const { accountId, viewerId, state = 'active', reason = null } = account;
  const createdAt = account.createdAt ?? new Date('2026-02-01T00:00:00Z');
  const userId = `5${accountId.padStart(9, '0')}`;
  await connection.query(
    `INSERT INTO accounts (account_id, kind, telegram_user_id, viewer_id, state, state_reason, session, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'v1.sealed', $7)
     ON CONFLICT (account_id) DO UPDATE SET state = excluded.state, state_reason = excluded.state_reason,
       session = excluded.session, ended_at = NULL, shares_public = false, shows_private_chats = false`,
    [accountId, viewerId === null ? 'operator' : 'viewer', userId, viewerId, state, reason, createdAt],
  );
  await connection.query(
    `INSERT INTO telegram_users (account_id, telegram_user_id, first_name, last_name, username, masked_phone,
       is_premium, is_bot, seen_at)
     VALUES ($1, $2, 'Вера', NULL, 'vera', '+7•••••••03', false, false, $3) ON CONFLICT DO NOTHING`,
    [accountId, userId, createdAt],
  );
}
