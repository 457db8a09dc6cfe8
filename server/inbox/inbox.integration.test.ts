import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { advisoryLocks } from '#server/db/advisory-locks.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { createInboxReader, createInboxWriter, type InboxReader, type InboxWriter } from './inbox.ts';

let test: TestDatabase;
let database: Database;
let writer: InboxWriter;
const readers: InboxReader[] = [];
const now = (): Date => new Date('2026-11-20T12:00:00Z');

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url, { poolSize: 12 });
  writer = createInboxWriter(database, now);
});

beforeEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await database.query('DELETE FROM updates_inbox', []);
  // The server frees the claims of a closed connection in its own time.
  await expect
    .poll(() =>
      database.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = $1", [
        advisoryLocks.inboxQueue,
      ]),
    )
    .toEqual([]);
});

afterAll(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await database.close();
  await test.drop();
});

/** Stands for a process: its claims live on a connection of its own. */
function aReader(): InboxReader {
  const reader = createInboxReader(database, now);
  readers.push(reader);
  return reader;
}

async function store(...updates: [updateId: number, queueKey: string][]): Promise<void> {
  await writer.storeAll(updates.map(([updateId, queueKey]) => ({ updateId, queueKey, payload: '{}' })));
}

const ids = (claimed: { updateId: string }[]): number[] =>
  claimed.map(({ updateId }) => Number(updateId)).sort((a, b) => a - b);

async function stateOf(updateId: number): Promise<unknown> {
  const [row] = await database.query(
    'SELECT state, attempts, error FROM updates_inbox WHERE update_id = $1',
    [updateId],
  );
  return row;
}

describe('the inbox', () => {
  it('keeps an update once, however often it is delivered', async () => {
    const update = { updateId: 1, queueKey: '5:5', payload: '{"first":true}' };
    await Promise.all([
      writer.store(update),
      writer.store({ ...update, payload: '{}' }),
      writer.store(update),
    ]);
    await writer.storeAll([update, update]);
    expect(await database.query('SELECT update_id, payload FROM updates_inbox', [])).toEqual([
      { update_id: '1', payload: '{"first":true}' },
    ]);
  });

  it('gives out the head of every queue, and nothing behind a head that is not finished', async () => {
    await store([1, 'a'], [2, 'b'], [3, 'a'], [4, 'c']);
    const reader = aReader();
    expect(ids(await reader.claim(10))).toEqual([1, 2, 4]);
    expect(await reader.claim(10)).toEqual([]);
    await reader.finish('1', { kind: 'done' });
    expect(await reader.claim(10)).toEqual([]);
    await reader.release('a');
    expect(ids(await reader.claim(10))).toEqual([3]);
  });

  it('never gives one queue to two processes, though an earlier update arrives late', async () => {
    await store([5, 'a'], [6, 'b']);
    const [one, two] = [aReader(), aReader()];
    expect(ids(await one.claim(1))).toEqual([5]);
    await store([4, 'a']);
    expect(ids(await two.claim(10))).toEqual([6]);
    await one.finish('5', { kind: 'done' });
    await one.release('a');
    expect(ids(await two.claim(10))).toEqual([4]);
  });

  it('gives a queue to others at once when the process that held it dies, and counts the attempt', async () => {
    await store([1, 'a']);
    const dying = aReader();
    expect(await dying.claim(1)).toMatchObject([{ attempt: 1 }]);
    dying.close();
    const survivor = aReader();
    await expect
      .poll(() => survivor.claim(1), { timeout: 5_000 })
      .toMatchObject([{ updateId: '1', attempt: 2 }]);
  });

  it('handles every update once and each queue in order, with three processes at the same time', async () => {
    const total = 300;
    await store(
      ...Array.from({ length: total }, (_, index): [number, string] => [index + 1, `q${index % 7}`]),
    );
    const handled = new Map<string, number[]>();
    const busy = new Set<string>();
    let overlaps = 0;
    async function work(reader: InboxReader): Promise<void> {
      for (let empty = 0; empty < 20; ) {
        const claimed = await reader.claim(3);
        empty = claimed.length === 0 ? empty + 1 : 0;
        await Promise.all(
          claimed.map(async ({ updateId, queueKey }) => {
            if (busy.has(queueKey)) overlaps += 1;
            busy.add(queueKey);
            await new Promise((resolve) => setTimeout(resolve, 1));
            handled.set(queueKey, [...(handled.get(queueKey) ?? []), Number(updateId)]);
            busy.delete(queueKey);
            await reader.finish(updateId, { kind: 'done' });
            await reader.release(queueKey);
          }),
        );
      }
    }
    await Promise.all([aReader(), aReader(), aReader()].map(work));
    expect(overlaps).toBe(0);
    expect([...handled.values()].flat()).toHaveLength(total);
    for (const order of handled.values()) expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('goes on after its connection was cut', async () => {
    await store([1, 'a']);
    const reader = aReader();
    await reader.claim(1);
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%UPDATE updates_inbox SET attempts%' AND pid <> pg_backend_pid()",
      [],
    );
    await store([2, 'b']);
    await expect
      .poll(async () => ids(await reader.claim(5).catch(() => [])), { timeout: 5_000 })
      .toEqual([2]);
  });

  it('wakes a listening process when something is stored', async () => {
    const reader = aReader();
    await reader.claim(1);
    const woken = new Promise<void>((resolve) => reader.onWake(resolve));
    await store([1, 'a']);
    await expect(woken).resolves.toBeUndefined();
  });

  it('never gives out again what is done, refused or in quarantine', async () => {
    await store([1, 'a'], [2, 'b'], [3, 'c']);
    const reader = aReader();
    await reader.claim(3);
    await reader.finish('1', { kind: 'done' });
    await reader.finish('2', { kind: 'refused', problem: 'blocked' });
    await reader.finish('3', { kind: 'quarantined', problem: 'a\u0000b' });
    for (const key of ['a', 'b', 'c']) await reader.release(key);
    expect(await reader.claim(3)).toEqual([]);
    expect([await stateOf(1), await stateOf(2), await stateOf(3)]).toEqual([
      { state: 'done', attempts: 1, error: null },
      { state: 'done', attempts: 1, error: 'blocked' },
      { state: 'quarantined', attempts: 1, error: 'ab' },
    ]);
  });

  it('keeps a body that is no update once, as text or as base64', async () => {
    for (let round = 0; round < 2; round += 1) {
      await writer.quarantine(Buffer.from('{"oops"'), 'not JSON');
      await writer.quarantine(Buffer.from([0x7b, 0x00, 0xff]), 'not JSON');
    }
    const rows = await database.query<{ payload: string }>(
      "SELECT payload FROM updates_inbox WHERE state = 'quarantined' AND update_id < 0 ORDER BY payload",
      [],
    );
    expect(rows.map(({ payload }) => payload)).toEqual(['base64:ewD/', '{"oops"']);
    expect(await aReader().claim(5)).toEqual([]);
  });
});
