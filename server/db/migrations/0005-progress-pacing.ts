import type { Migration } from './migration.ts';

/**
 * What a progress message waits for, what it last showed and when it may be edited again, so that several bot processes,
 * before and after a restart, edit it at most once in two seconds between them.
 */
export const progressPacing: Migration = {
  name: '0005-progress-pacing',
  up: [
    `ALTER TABLE progress_messages ADD COLUMN waits_for TEXT NOT NULL DEFAULT 'history'
      CHECK (waits_for IN ('history', 'refresh'))`,
    "ALTER TABLE progress_messages ADD COLUMN shown_text TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE progress_messages ADD COLUMN due_at TIMESTAMPTZ NOT NULL DEFAULT 'epoch'",
    'CREATE INDEX progress_messages_due_at ON progress_messages (due_at)',
  ],
  down: [
    'DROP INDEX progress_messages_due_at',
    'ALTER TABLE progress_messages DROP COLUMN due_at',
    'ALTER TABLE progress_messages DROP COLUMN shown_text',
    'ALTER TABLE progress_messages DROP COLUMN waits_for',
  ],
};
