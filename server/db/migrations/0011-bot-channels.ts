import type { Migration } from './migration.ts';

/**
 * What the bot is told of the channels it administers: since when it does, who came and who left through which link, and
 * what posts said before they were edited. `member_events.user_id` is a person: it is replaced by `pseudonym`, which tells
 * the same person from others and nothing more, when its period ends. `bot_notices` are what people are told once.
 */
export const botChannels: Migration = {
  name: '0011-bot-channels',
  up: [
    `CREATE TABLE bot_channels (
      channel_id BIGINT PRIMARY KEY,
      status TEXT NOT NULL CHECK (status IN ('administrator', 'outside')),
      admin_since TIMESTAMPTZ,
      changed_at TIMESTAMPTZ NOT NULL,
      update_id BIGINT NOT NULL
    )`,
    `CREATE TABLE member_events (
      channel_id BIGINT NOT NULL,
      happened_at TIMESTAMPTZ NOT NULL,
      update_id BIGINT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('joined', 'left', 'kicked')),
      via TEXT CHECK (via IN ('link', 'folder', 'request', 'added')),
      link TEXT,
      user_id BIGINT,
      pseudonym BYTEA,
      PRIMARY KEY (channel_id, happened_at, update_id)
    )`,
    `CREATE INDEX member_events_user ON member_events (channel_id, user_id, happened_at DESC)
       WHERE user_id IS NOT NULL`,
    `CREATE TABLE invite_links (
      channel_id BIGINT NOT NULL,
      link TEXT NOT NULL,
      name TEXT,
      creator_id BIGINT,
      is_primary BOOLEAN NOT NULL,
      is_revoked BOOLEAN NOT NULL,
      needs_approval BOOLEAN NOT NULL,
      expires_at TIMESTAMPTZ,
      member_limit INTEGER,
      seen_at TIMESTAMPTZ NOT NULL,
      PRIMARY KEY (channel_id, link)
    )`,
    `CREATE TABLE post_versions (
      channel_id BIGINT NOT NULL,
      message_id INTEGER NOT NULL,
      replaced_at TIMESTAMPTZ NOT NULL,
      post_id INTEGER NOT NULL,
      text TEXT NOT NULL,
      entities JSONB NOT NULL,
      media_kind TEXT,
      edited_at TIMESTAMPTZ,
      is_edit_hidden BOOLEAN NOT NULL,
      source TEXT NOT NULL,
      update_id BIGINT,
      PRIMARY KEY (channel_id, message_id, replaced_at)
    )`,
    'CREATE INDEX post_versions_post ON post_versions (channel_id, post_id, replaced_at)',
    `CREATE TABLE bot_notices (
      update_id BIGINT NOT NULL,
      viewer_id BIGINT NOT NULL,
      channel_id BIGINT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('added', 'removed', 'removed-kept', 'demoted', 'demoted-kept')),
      noted_at TIMESTAMPTZ NOT NULL,
      told_at TIMESTAMPTZ,
      PRIMARY KEY (update_id, viewer_id)
    )`,
    // Only the bot was told of such a post: no reading has come that far.
    'ALTER TABLE posts ADD COLUMN is_told BOOLEAN NOT NULL DEFAULT false',
    // When the reactions were told, where that is later than the other counts.
    'ALTER TABLE posts ADD COLUMN reactions_at TIMESTAMPTZ',
    "ALTER TABLE tracked_channels ADD COLUMN began_by TEXT NOT NULL DEFAULT 'asking' CHECK (began_by IN ('asking', 'promotion'))",
    'ALTER TABLE tracked_channels ADD COLUMN role TEXT',
    'ALTER TABLE tracked_channels ADD COLUMN proven_at TIMESTAMPTZ',
  ],
  down: [
    'ALTER TABLE tracked_channels DROP COLUMN proven_at',
    'ALTER TABLE tracked_channels DROP COLUMN role',
    'ALTER TABLE tracked_channels DROP COLUMN began_by',
    'ALTER TABLE posts DROP COLUMN reactions_at',
    'ALTER TABLE posts DROP COLUMN is_told',
    'DROP TABLE bot_notices',
    'DROP TABLE post_versions',
    'DROP TABLE invite_links',
    'DROP TABLE member_events',
    'DROP TABLE bot_channels',
  ],
};
