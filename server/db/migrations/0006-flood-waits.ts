import type { Migration } from './migration.ts';

/** Until when Telegram told each method of an account to rest (ISO 8601 by method): a restart must not call earlier. */
export const floodWaits: Migration = {
  name: '0006-flood-waits',
  up: ["ALTER TABLE accounts ADD COLUMN flood_waits JSONB NOT NULL DEFAULT '{}'"],
  down: ['ALTER TABLE accounts DROP COLUMN flood_waits'],
};
