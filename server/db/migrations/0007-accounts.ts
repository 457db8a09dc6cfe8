import type { Migration } from './migration.ts';

/**
 * Connected accounts: their sealed sessions and who they are, the steps of logging in with what limits are counted by,
 * and the record of what was done with secrets. A channel no longer needs an account to be collected, and the end of an
 * account never ends the collecting of a channel.
 */
export const accounts: Migration = {
  name: '0007-accounts',
  up: [
    'ALTER TABLE accounts DROP CONSTRAINT accounts_telegram_user_id_key',
    `CREATE UNIQUE INDEX accounts_person
       ON accounts (telegram_user_id, kind, viewer_id) NULLS NOT DISTINCT WHERE telegram_user_id IS NOT NULL`,
    'ALTER TABLE accounts ADD COLUMN session TEXT',
    'ALTER TABLE accounts ADD COLUMN state_reason TEXT',
    'ALTER TABLE accounts ADD COLUMN shares_public BOOLEAN NOT NULL DEFAULT false',
    'ALTER TABLE accounts ADD COLUMN shows_private_chats BOOLEAN NOT NULL DEFAULT false',
    'ALTER TABLE accounts ADD COLUMN consent_version TEXT',
    'ALTER TABLE accounts ADD COLUMN ended_at TIMESTAMPTZ',
    'CREATE INDEX accounts_viewer ON accounts (viewer_id) WHERE viewer_id IS NOT NULL',
    `CREATE TABLE telegram_users (
      account_id BIGINT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
      telegram_user_id BIGINT NOT NULL,
      first_name TEXT NOT NULL,
      last_name TEXT,
      username TEXT,
      masked_phone TEXT,
      is_premium BOOLEAN NOT NULL,
      is_bot BOOLEAN NOT NULL,
      seen_at TIMESTAMPTZ NOT NULL
    )`,
    `CREATE TABLE login_flows (
      flow_id TEXT PRIMARY KEY,
      viewer_id BIGINT,
      method TEXT NOT NULL CHECK (method IN ('qr', 'phone')),
      step TEXT NOT NULL,
      state TEXT,
      tries INTEGER NOT NULL DEFAULT 0,
      claimed_by TEXT,
      claimed_at TIMESTAMPTZ,
      account_id BIGINT,
      created_at TIMESTAMPTZ NOT NULL,
      expires_at TIMESTAMPTZ NOT NULL
    )`,
    'CREATE INDEX login_flows_viewer ON login_flows (viewer_id, created_at)',
    'CREATE INDEX login_flows_expires_at ON login_flows (expires_at)',
    `CREATE TABLE auth_attempts (
      attempt_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      flow_id TEXT NOT NULL,
      viewer_id BIGINT,
      method TEXT NOT NULL,
      step TEXT NOT NULL,
      number_hash BYTEA,
      masked_phone TEXT,
      ip TEXT,
      outcome TEXT NOT NULL,
      attempted_at TIMESTAMPTZ NOT NULL
    )`,
    'CREATE INDEX auth_attempts_viewer ON auth_attempts (viewer_id, attempted_at)',
    'CREATE INDEX auth_attempts_number ON auth_attempts (number_hash, attempted_at)',
    'CREATE INDEX auth_attempts_ip ON auth_attempts (ip, attempted_at)',
    `CREATE TABLE audit_log (
      event_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      happened_at TIMESTAMPTZ NOT NULL,
      actor TEXT NOT NULL,
      event TEXT NOT NULL,
      subject TEXT NOT NULL,
      details JSONB NOT NULL DEFAULT '{}'
    )`,
    'CREATE INDEX audit_log_happened_at ON audit_log (happened_at)',
    'ALTER TABLE channel_access ADD COLUMN is_admin BOOLEAN',
    'ALTER TABLE channel_access ADD COLUMN can_view_stats BOOLEAN',
    'ALTER TABLE channel_access ADD COLUMN stats_dc INTEGER',
    'ALTER TABLE channel_schedule ALTER COLUMN account_id DROP NOT NULL',
    'ALTER TABLE channel_schedule DROP CONSTRAINT channel_schedule_account_id_fkey',
    `ALTER TABLE channel_schedule ADD CONSTRAINT channel_schedule_account
       FOREIGN KEY (account_id) REFERENCES accounts ON DELETE SET NULL`,
    'ALTER TABLE channel_schedule ADD COLUMN is_mtproto_allowed BOOLEAN NOT NULL DEFAULT true',
  ],
  down: [
    'ALTER TABLE channel_schedule DROP COLUMN is_mtproto_allowed',
    'ALTER TABLE channel_schedule DROP CONSTRAINT channel_schedule_account',
    'DELETE FROM channel_schedule WHERE account_id IS NULL',
    `ALTER TABLE channel_schedule ADD CONSTRAINT channel_schedule_account_id_fkey
       FOREIGN KEY (account_id) REFERENCES accounts ON DELETE CASCADE`,
    'ALTER TABLE channel_schedule ALTER COLUMN account_id SET NOT NULL',
    'ALTER TABLE channel_access DROP COLUMN stats_dc',
    'ALTER TABLE channel_access DROP COLUMN can_view_stats',
    'ALTER TABLE channel_access DROP COLUMN is_admin',
    'DROP TABLE audit_log',
    'DROP TABLE auth_attempts',
    'DROP TABLE login_flows',
    'DROP TABLE telegram_users',
    `DELETE FROM accounts a USING accounts b
       WHERE a.telegram_user_id = b.telegram_user_id AND a.account_id > b.account_id`,
    'DROP INDEX accounts_viewer',
    'ALTER TABLE accounts DROP COLUMN ended_at',
    'ALTER TABLE accounts DROP COLUMN consent_version',
    'ALTER TABLE accounts DROP COLUMN shows_private_chats',
    'ALTER TABLE accounts DROP COLUMN shares_public',
    'ALTER TABLE accounts DROP COLUMN state_reason',
    'ALTER TABLE accounts DROP COLUMN session',
    'DROP INDEX accounts_person',
    'ALTER TABLE accounts ADD CONSTRAINT accounts_telegram_user_id_key UNIQUE (telegram_user_id)',
  ],
};
