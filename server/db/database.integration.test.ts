import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from './database.ts';

describe('openDatabase', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url, { queryTimeoutMs: 400, poolSize: 2 });
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  it('gives ids as text, counters as numbers and instants as dates', async () => {
    const [row] = await database.query(
      "SELECT 9007199254740993::bigint AS id, 5::int AS count, '2026-03-29T01:30:00Z'::timestamptz AS at, $1::jsonb AS json",
      ['{"a":[1]}'],
    );
    expect(row).toEqual({
      id: '9007199254740993',
      count: 5,
      at: new Date('2026-03-29T01:30:00.000Z'),
      json: { a: [1] },
    });
  });

  it('speaks UTC, so that days are the same everywhere', async () => {
    const [row] = await database.query<{ day: string }>(
      "SELECT '2026-11-01T23:30:00Z'::timestamptz::date::text AS day",
      [],
    );
    expect(row?.day).toBe('2026-11-01');
  });

  it('keeps a transaction apart until it is committed, and nothing of one that failed', async () => {
    await database.query('CREATE TABLE marks (n INTEGER)', []);
    const count = async (): Promise<number> => (await database.query('SELECT n FROM marks', [])).length;
    await database.transaction(async (connection) => {
      await connection.query('INSERT INTO marks VALUES ($1)', [1]);
      expect(await count()).toBe(0);
    });
    expect(await count()).toBe(1);
    const failing = database.transaction(async (connection) => {
      await connection.query('INSERT INTO marks VALUES ($1)', [2]);
      await connection.query('SELECT 1 / 0', []);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await count()).toBe(1);
  });

  it('gives a statement up after its time and goes on with the next one', async () => {
    const startedAt = performance.now();
    await expect(database.query('SELECT pg_sleep(20)', [])).rejects.toThrow(/timeout/);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(await database.query('SELECT 1 AS one', [])).toEqual([{ one: 1 }]);
  });

  it('survives a transaction whose connection is cut', async () => {
    const cut = database.transaction(async (connection) => {
      const [own] = await connection.query<{ pid: number }>('SELECT pg_backend_pid() AS pid', []);
      await database.query('SELECT pg_terminate_backend($1)', [own?.pid]);
      await connection.query('SELECT 1', []);
    });
    await expect(cut).rejects.toThrow();
    expect(await database.query('SELECT 1 AS one', [])).toEqual([{ one: 1 }]);
  });

  it('binds the models to this database alone', async () => {
    const other = await createTestDatabase();
    const second = openDatabase(other.url);
    const seen = { viewerId: '9007199254740993', firstName: 'Ann', language: 'en' as const };
    const at = new Date('2026-11-01T00:00:00.000Z');
    await database.models.viewers.create({ ...seen, createdAt: at, seenAt: at });
    expect(await second.models.viewers.count()).toBe(0);
    // Declared fields are read through the model's accessors, and an id above 2^53 stays what it was.
    const found = await database.models.viewers.findByPk('9007199254740993');
    expect(found?.firstName).toBe('Ann');
    expect(found?.viewerId).toBe('9007199254740993');
    expect(found?.seenAt).toEqual(at);
    await second.close();
    await other.drop();
  });
});
