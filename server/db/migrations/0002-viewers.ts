import type { Migration } from './migration.ts';

/** People: viewers, their Mini App sessions, what they track; and the durable inbox of what they say to the bot. */
export const viewers: Migration = {
  name: '0002-viewers',
  up: [
    `CREATE TABLE viewers (
      viewer_id BIGINT PRIMARY KEY,
      first_name TEXT NOT NULL,
      language TEXT NOT NULL CHECK (language IN ('en', 'ru')),
      created_at TIMESTAMPTZ NOT NULL,
      seen_at TIMESTAMPTZ NOT NULL
    )`,
    `CREATE TABLE viewer_sessions (
      token_hash BYTEA PRIMARY KEY,
      viewer_id BIGINT NOT NULL REFERENCES viewers ON DELETE CASCADE,
      created_at TIMESTAMPTZ NOT NULL,
      expires_at TIMESTAMPTZ NOT NULL
    )`,
    'CREATE INDEX viewer_sessions_expires_at ON viewer_sessions (expires_at)',
    `CREATE TABLE tracked_channels (
      viewer_id BIGINT NOT NULL REFERENCES viewers ON DELETE CASCADE,
      channel_id BIGINT NOT NULL,
      tracked_at TIMESTAMPTZ NOT NULL,
      PRIMARY KEY (viewer_id, channel_id)
    )`,
    'CREATE INDEX tracked_channels_channel ON tracked_channels (channel_id)',
    `CREATE TABLE updates_inbox (
      update_id BIGINT PRIMARY KEY,
      queue_key TEXT NOT NULL,
      payload TEXT NOT NULL,
      received_at TIMESTAMPTZ NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'quarantined')),
      error TEXT,
      done_at TIMESTAMPTZ
    )`,
    "CREATE INDEX updates_inbox_waiting ON updates_inbox (queue_key, update_id) WHERE state = 'waiting'",
    `CREATE TABLE progress_messages (
      chat_id BIGINT NOT NULL,
      message_id BIGINT NOT NULL,
      viewer_id BIGINT NOT NULL,
      channel_id BIGINT NOT NULL,
      language TEXT NOT NULL,
      created_at TIMESTAMPTZ NOT NULL,
      PRIMARY KEY (chat_id, message_id)
    )`,
  ],
  down: [
    'DROP TABLE progress_messages',
    'DROP TABLE updates_inbox',
    'DROP TABLE tracked_channels',
    'DROP TABLE viewer_sessions',
    'DROP TABLE viewers',
  ],
};
