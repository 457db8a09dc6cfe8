import type { Migration } from './migration.ts';

/** Which account was refused which channel, and when: somebody else reads it then. */
export const channelRefusals: Migration = {
  name: '0008-channel-refusals',
  up: [
    `CREATE TABLE channel_refusals (
      account_id BIGINT NOT NULL REFERENCES accounts ON DELETE CASCADE,
      channel_id BIGINT NOT NULL,
      code TEXT NOT NULL,
      refused_at TIMESTAMPTZ NOT NULL,
      PRIMARY KEY (account_id, channel_id)
    )`,
    'CREATE INDEX channel_schedule_account ON channel_schedule (account_id)',
    'CREATE INDEX channel_access_channel ON channel_access (channel_id)',
  ],
  down: [
    'DROP INDEX channel_access_channel',
    'DROP INDEX channel_schedule_account',
    'DROP TABLE channel_refusals',
  ],
};
