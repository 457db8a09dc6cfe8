import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { accountFlag, addJob } from '#server/db/queries/add-job.ts';
import { createLog } from '#server/log.ts';
import { createWorker, type JobWorker, type Task } from './create-worker.ts';
import { freeSilentWorkers } from './free-silent-workers.ts';

let cluster: TestDatabase;
let database: Database;
const workers: JobWorker[] = [];
const log = createLog('test', 'silent');

beforeAll(async () => {
  cluster = await createTestDatabase();
  database = openDatabase(cluster.url);
});

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await database.query('DELETE FROM graphile_worker._private_jobs', []);
});

afterAll(async () => {
  await database.close();
  await cluster.drop();
});

async function startWorker(tasks: Record<string, Task>): Promise<JobWorker> {
  const worker = await createWorker({ databaseUrl: cluster.url, database, processName: 'test', tasks, log });
  workers.push(worker);
  return worker;
}

async function waitingJobs(): Promise<number> {
  const [row] = await database.query<{ n: string }>('SELECT count(*) AS n FROM graphile_worker.jobs', []);
  return Number(row?.n);
}

describe('the worker of the queue', () => {
  it('runs the jobs of one queue one after another, in order, though it has room for four', async () => {
    const running: number[] = [];
    const done: unknown[] = [];
    for (let number = 0; number < 20; number += 1) {
      await addJob(database, 'count', { number }, { queueName: 'mt:1' });
    }
    await startWorker({
      async count(payload) {
        running.push(running.length);
        expect(running).toHaveLength(1);
        await delay(2);
        running.pop();
        done.push(payload);
      },
    });
    await vi.waitFor(() => expect(done).toHaveLength(20), { timeout: 10_000 });
    expect(done).toEqual(Array.from({ length: 20 }, (_, number) => ({ number })));
  });

  it('leaves the jobs of accounts that others hold alone until they are its own', async () => {
    const done: unknown[] = [];
    let foreign = ['7'];
    for (const accountId of ['7', '8']) {
      await addJob(database, 'count', { accountId }, { queueName: `mt:${accountId}` });
    }
    await addJob(database, 'count', { accountId: null });
    const worker = await createWorker({
      ...{ databaseUrl: cluster.url, database, processName: 'test', log, pollIntervalMs: 50 },
      forbiddenFlags: () => foreign.map(accountFlag),
      tasks: {
        async count(payload) {
          done.push(payload);
        },
      },
    });
    workers.push(worker);
    await vi.waitFor(() => expect(done).toHaveLength(2), { timeout: 10_000 });
    expect(done).toEqual(expect.arrayContaining([{ accountId: '8' }, { accountId: null }]));
    // Another job that comes and goes: the forbidden one had its chance.
    await addJob(database, 'count', { accountId: null });
    await vi.waitFor(() => expect(done).toHaveLength(3), { timeout: 10_000 });
    expect(await waitingJobs()).toBe(1);
    foreign = [];
    await vi.waitFor(() => expect(done).toContainEqual({ accountId: '7' }), { timeout: 10_000 });
  });

  it('aborts the task that runs when it stops, and gives the job back', async () => {
    let started = false;
    await addJob(database, 'wait', {});
    const worker = await startWorker({
      async wait(_payload, { signal }) {
        started = true;
        await once(signal, 'abort');
        throw new Error('interrupted');
      },
    });
    await vi.waitFor(() => expect(started).toBe(true), { timeout: 15_000 });
    await worker.stop();
    workers.length = 0;
    const [job] = await database.query<object>('SELECT locked_by, attempts FROM graphile_worker.jobs', []);
    expect(job).toEqual({ locked_by: null, attempts: 1 });
    expect(await database.query('SELECT * FROM job_workers', [])).toEqual([]);
  });

  it('leaves signs of life, so that its long jobs are not taken from it', async () => {
    let isFree = false;
    await addJob(database, 'wait', {});
    await startWorker({
      async wait() {
        while (!isFree) await delay(10);
      },
    });
    await vi.waitFor(
      async () => {
        expect(await database.query('SELECT 1 FROM job_workers', [])).toHaveLength(1);
      },
      { timeout: 15_000 },
    );
    await database.query(
      `UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '1 hour' WHERE locked_by IS NOT NULL`,
      [],
    );
    expect(await freeSilentWorkers(database)).toEqual([]);
    isFree = true;
    await vi.waitFor(async () => expect(await waitingJobs()).toBe(0), { timeout: 15_000 });
  });

  it('does the job of a killed worker once the reaper has noticed its silence', async () => {
    await addJob(database, 'kill', {}, { queueName: 'mt:9' });
    const program = `
      import { createLog } from '#server/log.ts';
      import { openDatabase } from '#server/db/database.ts';
      import { createWorker } from '#server/jobs/create-worker.ts';
      const database = openDatabase(process.argv[1]);
      await createWorker({ databaseUrl: process.argv[1], database, processName: 'doomed', log: createLog('t', 'silent'),
        tasks: { kill: async () => { await new Promise((resolve) => setTimeout(resolve, 300)); process.kill(process.pid, 'SIGKILL'); } } });
    `;
    const child = spawn(process.execPath, [
      ...['--import', 'tsx', '--input-type=module', '--eval', program, cluster.url],
    ]);
    await once(child, 'exit');
    let done = 0;
    await startWorker({
      async kill() {
        done += 1;
      },
    });
    expect(await freeSilentWorkers(database)).toEqual([]);
    await delay(500);
    expect(done).toBe(0);
    await database.query(
      "UPDATE job_workers SET heartbeat_at = heartbeat_at - interval '1 min' WHERE process = 'doomed'",
      [],
    );
    expect(await freeSilentWorkers(database)).toHaveLength(1);
    await vi.waitFor(() => expect(done).toBe(1), { timeout: 5_000 });
    expect(await freeSilentWorkers(database)).toEqual([]);
  }, 30_000);

  it('starts anew when its connections are cut', async () => {
    let done = 0;
    await startWorker({
      async count() {
        done += 1;
      },
    });
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%test jobs'",
      [],
    );
    await addJob(database, 'count', {});
    await vi.waitFor(() => expect(done).toBe(1), { timeout: 15_000 });
  }, 20_000);
});
