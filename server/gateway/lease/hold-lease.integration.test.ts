import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { type HeldLease, holdLease } from './hold-lease.ts';
import { nameOwner } from './process-owner.ts';

let cluster: TestDatabase;
let database: Database;
const held: HeldLease[] = [];

beforeAll(async () => {
  cluster = await createTestDatabase();
  database = openDatabase(cluster.url);
});

afterAll(async () => {
  await database.close();
  await cluster.drop();
});

beforeEach(async () => {
  await Promise.all(held.splice(0).map((lease) => lease.release()));
  await database.query('DELETE FROM accounts', []);
});

async function hold(keyId: string, owner = nameOwner()): Promise<HeldLease | null> {
  const lease = await holdLease({ database, keyId, dcId: 2, owner, address: `http://${owner.slice(-4)}` });
  if (lease !== null) held.push(lease);
  return lease;
}

async function age(seconds: number): Promise<void> {
  await database.query('UPDATE accounts SET heartbeat_at = heartbeat_at - make_interval(secs => $1)', [
    seconds,
  ]);
}

describe('the lease of a session', () => {
  it('is had by one of many that ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => hold('key')));
    expect(answers.filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('is refused while its owner lives, and taken once it was silent for 15 s', async () => {
    expect(await hold('key', 'elsewhere:1:aa')).not.toBeNull();
    await age(14);
    expect(await hold('key')).toBeNull();
    await age(2);
    expect(await hold('key')).not.toBeNull();
  });

  it('is taken at once from an owner that was killed on this host', async () => {
    const [host] = nameOwner().split(':');
    expect(await hold('key', `${host}:4194304:aa`)).not.toBeNull();
    expect(await hold('key')).not.toBeNull();
  });

  it('is free again after it was released, under a new epoch', async () => {
    const first = await hold('key');
    await first?.release();
    expect(await hold('key')).not.toBeNull();
    const [row] = await database.query<{ lease_epoch: string }>('SELECT lease_epoch FROM accounts', []);
    expect(row?.lease_epoch).toBe('2');
  });

  it('tells its old owner that it is lost', async () => {
    const first = await hold('key', 'elsewhere:1:aa');
    await age(16);
    await hold('key', 'elsewhere:2:bb');
    await first?.lost;
  }, 15_000);

  it('hands the account of a person over to a new session of the same person', async () => {
    const older = await hold('old key');
    expect(await older?.identify({ telegramUserId: '777', kind: 'operator' })).toBe(true);
    const accountId = older?.accountId();
    const newer = await hold('new key');
    expect(await newer?.identify({ telegramUserId: '777', kind: 'operator' })).toBe(false);
    await older?.release();
    expect(await newer?.identify({ telegramUserId: '777', kind: 'operator' })).toBe(true);
    expect(newer?.accountId()).toBe(accountId);
    const rows = await database.query('SELECT key_id FROM accounts', []);
    expect(rows).toEqual([{ key_id: 'new key' }]);
  });
});
