import type { Migration } from './migration.ts';

const snapshotColumns = `channel_id BIGINT NOT NULL,
      captured_at TIMESTAMPTZ NOT NULL,
      subscribers INTEGER,
      source TEXT NOT NULL`;

/**
 * Time series. `post_samples` holds what was just read, one row a reading of many posts; `post_curves` one row a post
 * with everything that was read of it, packed. `channel_days` and `channel_hours` are rollups. Snapshots of channels lie
 * in partitions by month; what has no month of its own yet lies in the rest.
 */
export const samples: Migration = {
  name: '0010-samples',
  up: [
    `CREATE TABLE post_samples (
      channel_id BIGINT NOT NULL,
      sampled_at TIMESTAMPTZ NOT NULL,
      digest BIGINT NOT NULL,
      first_post_id INTEGER NOT NULL,
      last_post_id INTEGER NOT NULL,
      samples BYTEA NOT NULL,
      breakdown BYTEA,
      PRIMARY KEY (channel_id, sampled_at, digest)
    )`,
    `CREATE TABLE post_curves (
      channel_id BIGINT NOT NULL,
      first_at TIMESTAMPTZ NOT NULL,
      last_at TIMESTAMPTZ NOT NULL,
      post_id INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      sample_count INTEGER NOT NULL,
      samples BYTEA NOT NULL,
      breakdown BYTEA,
      PRIMARY KEY (channel_id, post_id)
    )`,
    // The bytes are deflated already.
    'ALTER TABLE post_curves ALTER COLUMN samples SET STORAGE EXTERNAL',
    'ALTER TABLE post_curves ALTER COLUMN breakdown SET STORAGE EXTERNAL',
    `CREATE TABLE channel_days (
      channel_id BIGINT NOT NULL,
      day DATE NOT NULL,
      subscribers INTEGER,
      views BIGINT,
      forwards BIGINT,
      comments BIGINT,
      reactions BIGINT,
      PRIMARY KEY (channel_id, day)
    )`,
    `CREATE TABLE channel_hours (
      channel_id BIGINT NOT NULL,
      month DATE NOT NULL,
      subscribers INTEGER[] NOT NULL,
      PRIMARY KEY (channel_id, month)
    )`,
    `CREATE TABLE channel_snapshots_by_month (
      ${snapshotColumns},
      views_last_10_posts BIGINT,
      avg_views_per_post DOUBLE PRECISION,
      er_last_10_posts DOUBLE PRECISION,
      err_last_10_posts DOUBLE PRECISION,
      online INTEGER,
      PRIMARY KEY (channel_id, captured_at)
    ) PARTITION BY RANGE (captured_at)`,
    'CREATE TABLE channel_snapshots_rest PARTITION OF channel_snapshots_by_month DEFAULT',
    `INSERT INTO channel_snapshots_by_month (channel_id, captured_at, subscribers, source)
       SELECT channel_id, captured_at, subscribers, source FROM channel_snapshots`,
    'DROP TABLE channel_snapshots',
    'ALTER TABLE channel_snapshots_by_month RENAME TO channel_snapshots',
    `INSERT INTO channel_days (channel_id, day, subscribers)
       SELECT DISTINCT ON (channel_id, (captured_at AT TIME ZONE 'UTC')::date)
         channel_id, (captured_at AT TIME ZONE 'UTC')::date, subscribers
       FROM channel_snapshots WHERE subscribers IS NOT NULL
       ORDER BY channel_id, (captured_at AT TIME ZONE 'UTC')::date, captured_at DESC`,
    // The best posts of a day stand first, so the best of a month are found without looking at the others.
    `CREATE INDEX posts_day_views
       ON posts (((posted_at AT TIME ZONE 'UTC')::date), views DESC NULLS LAST) INCLUDE (channel_id, post_id)
       WHERE deleted_at IS NULL`,
  ],
  down: [
    'DROP INDEX posts_day_views',
    `CREATE TABLE channel_snapshots_in_one (
      ${snapshotColumns},
      PRIMARY KEY (channel_id, captured_at)
    )`,
    `INSERT INTO channel_snapshots_in_one
       SELECT channel_id, captured_at, subscribers, source FROM channel_snapshots`,
    'DROP TABLE channel_snapshots',
    'ALTER TABLE channel_snapshots_in_one RENAME TO channel_snapshots',
    'DROP TABLE channel_hours',
    'DROP TABLE channel_days',
    'DROP TABLE post_curves',
    'DROP TABLE post_samples',
  ],
};
