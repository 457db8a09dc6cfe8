import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from './database.ts';

/** The tables that grow with channels and time; everything else is small and stays on one server. */
const largeTables = [
  ...[
    'channels',
    'channel_snapshots',
    'posts',
    'post_samples',
    'post_curves',
    'channel_days',
    'channel_hours',
  ],
];
/**
 * Questions over all channels: rollups, and what the planner, the packer, the bot and the operator ask. None joins the
 * rows of two channels.
 */
const acrossChannels = [
  ...['count-packed-samples.ts', 'find-sampled-channels.ts', 'find-unfinished-snapshots.ts'],
  ...['load-bot-notices.ts', 'load-collected-channels.ts', 'load-top-posts.ts'],
];

describe('what distribution by channel needs', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  it('has channel_id first in the primary key and inside every unique index of each large table', async () => {
    const rows = await database.query<{ name: string; is_primary: boolean; columns: string[] }>(
      `SELECT c.relname AS name, i.indisprimary AS is_primary,
         array_agg(a.attname::text ORDER BY key.place) AS columns
       FROM pg_index i
       JOIN pg_class c ON c.oid = i.indrelid
       CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS key(number, place)
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = key.number
       WHERE i.indisunique AND c.relname = ANY($1) AND key.place <= i.indnkeyatts
       GROUP BY c.relname, i.indexrelid, i.indisprimary`,
      [largeTables],
    );
    expect(
      rows
        .filter(({ is_primary }) => is_primary)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...largeTables].sort());
    expect(rows.filter(({ columns }) => columns[0] !== 'channel_id')).toEqual([]);
  });

  it('has channel_id as BIGINT that is never absent, generated or defaulted', async () => {
    const rows = await database.query(
      `SELECT table_name AS name, data_type AS type, is_nullable AS nullable, column_default AS preset,
         is_identity AS identity
       FROM information_schema.columns WHERE column_name = 'channel_id' AND table_name = ANY($1)`,
      [largeTables],
    );
    expect(rows).toHaveLength(largeTables.length);
    for (const row of rows) {
      expect(row).toMatchObject({ type: 'bigint', nullable: 'NO', preset: null, identity: 'NO' });
    }
  });

  it('has no foreign key and no trigger on a large table', async () => {
    expect(
      await database.query(
        `SELECT conname FROM pg_constraint WHERE contype = 'f'
           AND (conrelid::regclass::text = ANY($1) OR confrelid::regclass::text = ANY($1))`,
        [largeTables],
      ),
    ).toEqual([]);
    expect(
      await database.query(
        'SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY($1)',
        [largeTables],
      ),
    ).toEqual([]);
  });

  it('has every question about a large table filter by the channel, or stand in the list above', () => {
    const folder = join(import.meta.dirname, 'queries');
    const names = readdirSync(folder).filter((name) => /^[a-z0-9-]+\.ts$/.test(name));
    const about = new RegExp(`\\b(FROM|JOIN|INTO|UPDATE)\\s+(${largeTables.join('|')})\\b`);
    const asking = names.filter((name) => about.test(readFileSync(join(folder, name), 'utf8')));
    const unfiltered = asking.filter((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const isFiltered = /channel_id = (\$\d|ANY\(\$\d)/.test(text);
      const isInsert = /INSERT INTO \w+ \(\s*channel_id/.test(text);
      return !isFiltered && !isInsert;
    });
    expect(unfiltered.filter((name) => !acrossChannels.includes(name))).toEqual([]);
    expect(asking.length).toBeGreaterThan(15);
  });

  it('settles conflicts by what the row says, never by a clock', () => {
    const folder = join(import.meta.dirname, 'queries');
    const clocks = readdirSync(folder)
      .filter((name) => /^[a-z0-9-]+\.ts$/.test(name))
      .filter((name) => /\b(now|clock_timestamp|random)\(\)/.test(readFileSync(join(folder, name), 'utf8')));
    expect(clocks.filter((name) => !isAboutLocalTables(readFileSync(join(folder, name), 'utf8')))).toEqual(
      [],
    );
  });
});

function isAboutLocalTables(text: string): boolean {
  return !new RegExp(`\\b(INTO|UPDATE)\\s+(${largeTables.join('|')})\\b`).test(text);
}
