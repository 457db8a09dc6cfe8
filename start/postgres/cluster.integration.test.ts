import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Cluster, databaseName, startCluster } from './cluster.ts';
import { keepRunning } from './keep-running.ts';
import { isPostgresListening } from './probe.ts';
import { chooseSystemUser } from './system-user.ts';

const root = resolve(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-cluster-'));
const running: Cluster[] = [];

function start(): Promise<Cluster> {
  return startCluster({ root, directory, user: chooseSystemUser(), isDurable: true });
}

async function ask(cluster: Cluster, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: cluster.url(databaseName) });
  await client.connect();
  const answer = await client.query({ text: sql, rowMode: 'array' });
  await client.end();
  return answer.rows[0]?.[0];
}

describe('startCluster', () => {
  afterAll(async () => {
    for (const cluster of running) await cluster.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('makes a cluster of UTF-8 and UTC, with a password and on the loopback address alone', async () => {
    const cluster = await start();
    running.push(cluster);
    expect(cluster.isReused).toBe(false);
    expect(await ask(cluster, 'SHOW server_encoding')).toBe('UTF8');
    expect(await ask(cluster, 'SHOW timezone')).toBe('UTC');
    expect(await ask(cluster, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await ask(cluster, 'SHOW fsync')).toBe('on');
    const wrong = new pg.Client({
      connectionString: cluster.url(databaseName).replace(/:[^:@]+@/, ':wrong@'),
    });
    await expect(wrong.connect()).rejects.toThrow(/password authentication failed/);
  });

  it('takes over a server that runs, and starts one that was stopped on the same port with the same rows', async () => {
    const again = await start();
    expect(again.isReused).toBe(true);
    await ask(again, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await again.stop();
    expect(await isPostgresListening(again.port)).toBe(false);
    const later = await start();
    running.push(later);
    expect(later.isReused).toBe(false);
    expect(later.port).toBe(again.port);
    expect(await ask(later, 'SELECT answer FROM kept')).toBe(42);
    expect(existsSync(join(directory, 'password'))).toBe(false);
  });

  it('is started again when its server is killed, with the same rows, and ends in time when it is stopped', async () => {
    const cluster = await start();
    const said: string[] = [];
    const kept = keepRunning(cluster, (sentence) => said.push(sentence));
    const [pid = ''] = readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await vi.waitFor(() => expect(said).toContain('database is back'), { timeout: 40_000, interval: 100 });
    expect(said[0]).toBe(`database ended; it starts again in 1 s (log: ${directory}/postgres.log)`);
    expect(await ask(cluster, 'SELECT answer FROM kept')).toBe(42);
    const stoppingAt = Date.now();
    await kept.stop(3_000);
    expect(Date.now() - stoppingAt).toBeLessThan(4_000);
    expect(cluster.isRunning()).toBe(false);
    expect(await isPostgresListening(cluster.port)).toBe(false);
  });

  it('says which file is damaged and what it held', async () => {
    writeFileSync(join(directory, 'server.json'), '{"password": "cut o');
    await expect(start()).rejects.toThrow(
      `${directory}/server.json is damaged. It holds the password of the database: put a copy of it back`,
    );
  });
});
