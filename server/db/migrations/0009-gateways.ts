import type { Migration } from './migration.ts';

/** The gateways that live, each by its name and sign of life, so that every one knows its fair share of the accounts. */
export const gateways: Migration = {
  name: '0009-gateways',
  up: [
    `CREATE TABLE gateways (
      owner TEXT PRIMARY KEY,
      address TEXT NOT NULL,
      started_at TIMESTAMPTZ NOT NULL,
      heartbeat_at TIMESTAMPTZ NOT NULL
    )`,
    'CREATE INDEX accounts_lease_owner ON accounts (lease_owner) WHERE lease_owner IS NOT NULL',
  ],
  down: ['DROP INDEX accounts_lease_owner', 'DROP TABLE gateways'],
};
