import type { Connection } from '../connection.ts';

export interface ConnectedAccount {
  kind: 'operator' | 'viewer';
  telegramUserId: string;
  viewerId: string | null;
  /** The public id of the authorization key. */
  keyId: string;
  dcId: number;
  consentVersion: string;
  connectedAt: Date;
}

/**
 * Saves an account that has just logged in, without its session, which is sealed for the id that is returned. The same
 * person of the same viewer keeps their account, with everything they allowed switched off again: whoever held its lease
 * has lost it.
 */
export async function saveConnectedAccount(
  connection: Connection,
  account: ConnectedAccount,
): Promise<string> {
  const [row] = await connection.query<{ account_id: string }>(
    `INSERT INTO accounts (kind, telegram_user_id, viewer_id, key_id, dc_id, consent_version, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (telegram_user_id, kind, viewer_id) WHERE telegram_user_id IS NOT NULL DO UPDATE SET
       key_id = excluded.key_id, dc_id = excluded.dc_id, consent_version = excluded.consent_version,
       created_at = excluded.created_at, state = 'active', state_reason = NULL, ended_at = NULL,
       shares_public = false, shows_private_chats = false,
       session = NULL, lease_owner = NULL, lease_address = NULL, heartbeat_at = NULL,
       lease_epoch = accounts.lease_epoch + 1
     RETURNING account_id`,
    [
      ...[account.kind, account.telegramUserId, account.viewerId, account.keyId, account.dcId],
      ...[account.consentVersion, account.connectedAt],
    ],
  );
  return row?.account_id ?? '';
}
