import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openDatabase } from '#server/db/database.ts';
import { migrateDatabase } from '#server/db/migrate.ts';
import { databaseName, startCluster } from '#start/postgres/cluster.ts';
import { chooseSystemUser } from '#start/postgres/system-user.ts';

export interface BenchDatabase {
  /** As the product opens it. */
  database: Database;
  /** Without deadlines: loading and slow references take as long as they take. */
  slow: pg.Client;
  url: string;
  /** A folder that the server may read files from. */
  directory: string;
}

/** Gives a durable PostgreSQL of its own with the product's schema, and removes it afterwards. */
export async function withDatabase<T>(root: string, work: (bench: BenchDatabase) => Promise<T>): Promise<T> {
  const cluster = await startCluster({
    ...{ root, user: chooseSystemUser(), isDurable: true },
    directory: mkdtempSync(join(tmpdir(), 'channel-pulse-bench-store-')),
  });
  const url = cluster.url(databaseName);
  const slow = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  const database = openDatabase(url, { applicationName: 'channel-pulse bench', queryTimeoutMs: 120_000 });
  try {
    await migrateDatabase(url);
    await slow.connect();
    return await work({ database, slow, url, directory: cluster.directory });
  } finally {
    await slow.end().catch(() => undefined);
    await database.close();
    await cluster.stop();
    rmSync(cluster.directory, { recursive: true, force: true });
  }
}
