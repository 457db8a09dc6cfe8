import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { Umzug } from 'umzug';
import { advisoryLocks } from './advisory-locks.ts';
import { migrations } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import { surviveLostConnections } from './survive-lost-connections.ts';

/** How long a second process waits for the first one to finish. */
const lockTimeoutMs = 120_000;

/**
 * Brings the schema at `url` up to date, our tables and those of the queue, and returns the names of the steps it
 * applied. Safe to call from several processes at once: one works, the others wait and then find nothing to do. A step
 * and its mark in `schema_migrations` are one transaction, so a process killed in the middle leaves the step undone.
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  return await withMigrationLock(url, async (client) => {
    const applied = await createUmzug(client).up();
    await migrateQueue(url);
    return applied.map(({ name }) => name);
  });
}

/** Takes back the newest step, or all of them with `to: 0`; for tests and for an operator who knows what is lost. */
export async function revertMigrations(url: string, options: { to?: string | 0 } = {}): Promise<string[]> {
  return await withMigrationLock(url, async (client) => {
    const reverted = await createUmzug(client).down(options.to === undefined ? {} : { to: options.to });
    return reverted.map(({ name }) => name);
  });
}

async function withMigrationLock<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'channel-pulse migrate',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLocks.migrations]);
    return await work(client);
  } finally {
    // Ending the connection gives the lock back.
    await client.end();
  }
}

function createUmzug(client: pg.Client): Umzug<pg.Client> {
  return new Umzug<pg.Client>({
    migrations: migrations.map((migration) => ({
      name: migration.name,
      up: () => apply(client, migration, 'up'),
      down: () => apply(client, migration, 'down'),
    })),
    context: client,
    logger: undefined,
    storage: {
      executed: () => loadApplied(client),
      // The mark is written by `apply`, in the transaction of the step itself.
      logMigration: async () => {},
      unlogMigration: async () => {},
    },
  });
}

async function apply(client: pg.Client, migration: Migration, direction: 'up' | 'down'): Promise<void> {
  await client.query('BEGIN');
  try {
    for (const statement of migration[direction]) await client.query(statement);
    await client.query(
      direction === 'up'
        ? 'INSERT INTO schema_migrations (name, applied_at) VALUES ($1, clock_timestamp())'
        : 'DELETE FROM schema_migrations WHERE name = $1',
      [migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function loadApplied(client: pg.Client): Promise<string[]> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL)',
  );
  const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
  return rows.map(({ name }) => name);
}

async function migrateQueue(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
  surviveLostConnections(pool);
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) });
  } finally {
    await pool.end();
  }
}
