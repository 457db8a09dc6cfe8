/**
 * What integration and end-to-end tests stand on: one PostgreSQL for a whole run, a database of its own for every
 * test file, the product's real processes on free ports.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '#server/db/migrate.ts';
import { startCluster } from '#start/postgres/cluster.ts';
import { chooseSystemUser } from '#start/postgres/system-user.ts';
import { templateDatabase } from './test-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the maintenance database of the run's PostgreSQL. */
    postgresUrl: string;
  }
}

/** Starts the run's PostgreSQL and fills the template that every test database is a copy of. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster({
    root: project.vitest.config.root,
    directory: mkdtempSync(join(tmpdir(), 'channel-pulse-test-')),
    user: chooseSystemUser(),
    isDurable: false,
  });
  const maintenance = new pg.Client({ connectionString: cluster.url('postgres') });
  await maintenance.connect();
  await maintenance.query(`CREATE DATABASE ${templateDatabase}`);
  await maintenance.end();
  await migrateDatabase(cluster.url(templateDatabase));
  project.provide('postgresUrl', cluster.url('postgres'));
  return () => cluster.stop();
}
