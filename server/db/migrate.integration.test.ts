import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from './database.ts';
import { migrateDatabase, revertMigrations } from './migrate.ts';
import { migrations } from './migrations/all.ts';

const names = migrations.map(({ name }) => name);

async function loadTables(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
     WHERE table_schema IN ('public', 'graphile_worker') ORDER BY 1`,
    [],
  );
  return rows.map(({ name }) => name);
}

describe('migrateDatabase', () => {
  let place: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
    // The copy may come with a schema: these tests begin with nothing.
    await database.query('DROP SCHEMA public CASCADE', []);
    await database.query('DROP SCHEMA IF EXISTS graphile_worker CASCADE', []);
    await database.query('CREATE SCHEMA public', []);
  });

  afterEach(async () => {
    await database.close();
    await place.drop();
  });

  it('applies every step in order and makes the queue ready', async () => {
    expect(await migrateDatabase(place.url)).toEqual(names);
    const tables = await loadTables(database);
    expect(tables).toContain('public.posts');
    expect(tables).toContain('graphile_worker._private_jobs');
    await database.query('SELECT graphile_worker.add_job($1)', ['some-task']);
  });

  it('finds nothing to do the second time', async () => {
    await migrateDatabase(place.url);
    expect(await migrateDatabase(place.url)).toEqual([]);
  });

  it('applies each step once when several processes begin together', async () => {
    const applied = await Promise.all([
      migrateDatabase(place.url),
      migrateDatabase(place.url),
      migrateDatabase(place.url),
    ]);
    expect(applied.flat().toSorted()).toEqual(names);
  });

  it('goes down to nothing and up again to the same schema', async () => {
    await migrateDatabase(place.url);
    const before = await loadTables(database);
    expect(await revertMigrations(place.url, { to: 0 })).toEqual(names.toReversed());
    expect(await loadTables(database)).not.toContain('public.posts');
    expect(await migrateDatabase(place.url)).toEqual(names);
    expect(await loadTables(database)).toEqual(before);
  });

  it('leaves a step that fails undone, with everything it had begun', async () => {
    await migrateDatabase(place.url);
    await revertMigrations(place.url, { to: '0002-viewers' });
    // The last statement of that step now meets a table that is there already.
    await database.query('CREATE TABLE progress_messages (chat_id BIGINT)', []);
    await expect(migrateDatabase(place.url)).rejects.toThrow(/progress_messages/);
    expect(await loadTables(database)).not.toContain('public.viewers');
    await database.query('DROP TABLE progress_messages', []);
    expect(await migrateDatabase(place.url)).toEqual(names.slice(1));
  });
});
