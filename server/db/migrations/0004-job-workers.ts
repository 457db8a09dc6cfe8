import type { Migration } from './migration.ts';

/**
 * Signs of life of the queue's workers, whose jobs would stay locked for hours after a kill; and which key an account's
 * session has, so that its lease is taken before anybody connects with that key.
 */
export const jobWorkers: Migration = {
  name: '0004-job-workers',
  up: [
    `CREATE TABLE job_workers (
      worker_id TEXT PRIMARY KEY,
      process TEXT NOT NULL,
      started_at TIMESTAMPTZ NOT NULL,
      heartbeat_at TIMESTAMPTZ NOT NULL
    )`,
    'ALTER TABLE accounts ADD COLUMN key_id TEXT',
    'ALTER TABLE accounts ADD CONSTRAINT accounts_key_id UNIQUE (key_id)',
  ],
  down: ['ALTER TABLE accounts DROP COLUMN key_id', 'DROP TABLE job_workers'],
};
