import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { addBotAccount, addOperatorAccount } from '#server/db/queries/add-account.ts';
import { type ClaimedAccount, claimLeases, type LeaseClaim } from '#server/db/queries/claim-leases.ts';
import { guardEpoch, type Lease, StaleLeaseError } from '#server/db/queries/guard-epoch.ts';
import { releaseLeases } from '#server/db/queries/release-leases.ts';
import { renewLeases } from '#server/db/queries/renew-leases.ts';
import { saveAccountIdentity } from '#server/db/queries/save-account-identity.ts';
import { saveAccountState } from '#server/db/queries/save-account-state.ts';
import { surveyLeases } from '#server/db/queries/survey-leases.ts';
import { createGuardedWrite } from './guarded-write.ts';
import { usualPace } from './lease-pace.ts';

let cluster: TestDatabase;
let database: Database;

beforeAll(async () => {
  cluster = await createTestDatabase();
  database = openDatabase(cluster.url);
});

afterAll(async () => {
  await database.close();
  await cluster.drop();
});

beforeEach(async () => {
  await database.query('DELETE FROM accounts', []);
  await database.query('DELETE FROM gateways', []);
});

const address = 'http://127.0.0.1:1';

function claim(owner: string, change: Partial<LeaseClaim> = {}): Promise<ClaimedAccount[]> {
  return claimLeases(database, {
    ...{ owner, address, keyId: 'key', botId: null, except: [], deadOwners: [], silentOwners: [] },
    ...{ silenceSeconds: usualPace.silenceSeconds, limit: 10, isOwnOnly: false },
    ...change,
  });
}

async function anAccount(keyId = 'key'): Promise<void> {
  await addOperatorAccount(database, { keyId, dcId: 2, now: new Date() });
}

/** As if so many seconds had passed. */
async function pass(seconds: number): Promise<void> {
  for (const table of ['accounts', 'gateways']) {
    await database.query(`UPDATE ${table} SET heartbeat_at = heartbeat_at - make_interval(secs => $1)`, [
      seconds,
    ]);
  }
}

async function isNewest(lease: Lease): Promise<boolean> {
  try {
    await guardEpoch(database, lease);
    return true;
  } catch (error) {
    if (error instanceof StaleLeaseError) return false;
    throw error;
  }
}

function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`there are ${items.length}`);
  return item;
}

describe('a lease', () => {
  it('is had by one of many that ask at the same time', async () => {
    await anAccount();
    const taken = await Promise.all(Array.from({ length: 12 }, (_, place) => claim(`host:${place}`)));
    expect(taken.flat()).toHaveLength(1);
  });

  it('is refused while its owner lives, and taken once that was silent for too long', async () => {
    await anAccount();
    only(await claim('a'));
    await pass(usualPace.silenceSeconds - 1);
    expect(await claim('b', { silentOwners: ['a'] })).toEqual([]);
    await pass(2);
    expect(await claim('b')).toEqual([]);
    expect(only(await claim('b', { silentOwners: ['a'] })).epoch).toBe('2');
  });

  it('is taken at once from an owner that is surely dead', async () => {
    await anAccount();
    only(await claim('a'));
    only(await claim('b', { deadOwners: ['a'] }));
  });

  it('is free under a new epoch after it was released, and is not released by an earlier owner', async () => {
    await anAccount();
    const first = only(await claim('a'));
    await releaseLeases(database, [first], 'a');
    const second = only(await claim('b'));
    await releaseLeases(database, [first], 'a');
    expect(await isNewest(second)).toBe(true);
    expect(await isNewest(first)).toBe(false);
    expect(await renewLeases(database, { owner: 'a', address })).toEqual([]);
    expect(await renewLeases(database, { owner: 'b', address })).toEqual([
      { accountId: second.accountId, epoch: '2', keyId: 'key' },
    ]);
  });

  it('is not to be had for an account that is over, for another bot, or for a session nobody has', async () => {
    await anAccount();
    await addBotAccount(database, { telegramUserId: '77', now: new Date() });
    expect(await claim('a', { keyId: null })).toEqual([]);
    expect(only(await claim('a', { keyId: null, botId: '77' })).kind).toBe('bot');
    const lease = only(await claim('a', { botId: '78' }));
    await saveAccountState(database, lease, { state: 'dead', reason: 'SESSION_REVOKED' });
    expect(await claim('a')).toEqual([]);
    expect(await surveyLeases(database, { keyId: 'key', botId: '77' })).toMatchObject({ usable: 1, free: 0 });
  });
});

describe('what is written for an account', () => {
  it('is refused as a whole once the lease is somebody else’s, also while it is being written', async () => {
    await anAccount();
    const write = createGuardedWrite(database);
    const lease = only(await claim('a'));
    const keep = (): Promise<void> =>
      write(lease, async (connection) => {
        await connection.query("INSERT INTO channel_names VALUES ('late_name', 1, now())", []);
        await claim('b', { deadOwners: ['a'] });
      });
    await expect(keep()).rejects.toThrow(StaleLeaseError);
    expect(await database.query('SELECT * FROM channel_names', [])).toEqual([]);
    await expect(write(lease, async () => 1)).rejects.toMatchObject({ code: 'stale-lease' });
  });

  it('is committed before the lease changes hands, or not at all', async () => {
    await anAccount();
    const write = createGuardedWrite(database);
    const rows = (): Promise<object[]> => database.query('SELECT username FROM channel_names', []);
    let lease = only(await claim('0'));
    let owner = 0;
    let refused = 0;
    while (owner < 40) {
      const writing = write(lease, (connection) =>
        connection.query("INSERT INTO channel_names VALUES ('epoch_' || $1::text, 1, now())", [owner]),
      ).catch((error: unknown) => {
        if (!(error instanceof StaleLeaseError)) throw error;
        refused += 1;
      });
      const [taken] = await claim(String(owner + 1), { deadOwners: [String(owner)] });
      const seen = taken === undefined ? null : await rows();
      await writing;
      if (seen !== null) expect(await rows()).toEqual(seen);
      lease = taken ?? only(await claim(String(owner + 1), { deadOwners: [String(owner)] }));
      owner += 1;
    }
    expect(await rows()).toHaveLength(40 - refused);
  });
});

describe('the account of a person', () => {
  it('is handed over to a new session of the same person, unless the older one is in use', async () => {
    const identify = (lease: Lease): Promise<Lease | null> =>
      database.transaction((connection) =>
        saveAccountIdentity(connection, lease, { telegramUserId: '777', kind: 'operator' }, 12),
      );
    await anAccount('old key');
    const older = only(await claim('a', { keyId: 'old key' }));
    expect(await identify(older)).toMatchObject({ accountId: older.accountId, epoch: '1' });
    await anAccount('new key');
    const newer = only(await claim('b', { keyId: 'new key' }));
    expect(await identify(newer)).toBeNull();
    await releaseLeases(database, [older], 'a');
    expect(await identify(newer)).toEqual({ accountId: older.accountId, epoch: '2' });
    expect(await database.query('SELECT key_id FROM accounts', [])).toEqual([{ key_id: 'new key' }]);
    expect(await identify(newer)).toBeNull();
  });
});

type Event = { kind: 'pass'; seconds: number } | { kind: 'cut' | 'heal' | 'stop'; who: number };

/** A gateway of another host, as it keeps its leases by its own clock; closing sockets takes it as long as it may. */
interface Gateway {
  name: string;
  renamed: number;
  isCut: boolean;
  lease: Lease | null;
  hasSockets: boolean;
  renewedAt: number;
  closesAt: number;
}

const closingSeconds = 2;

describe('gateways that lose the database, come back and stop, in any order', () => {
  it('never have sockets of one account open at the same time, and write only under the newest epoch', async () => {
    const someone = fc.nat({ max: 2 });
    const event: fc.Arbitrary<Event> = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 6 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constantFrom('cut' as const, 'heal' as const, 'stop' as const),
          who: someone,
        }),
      },
    );
    let takeovers = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 8, maxLength: 24 }), async (events) => {
        await database.query('DELETE FROM accounts', []);
        await anAccount();
        takeovers += await play(events);
      }),
      { numRuns: 25 },
    );
    expect(takeovers).toBeGreaterThan(10);
  }, 40_000);
});

/** Plays the events second by second; how often the lease changed hands. */
async function play(events: readonly Event[]): Promise<number> {
  const fresh = { renamed: 0, isCut: false, lease: null, hasSockets: false, renewedAt: 0, closesAt: 0 };
  const gateways: Gateway[] = ['a', 'b', 'c'].map((name) => ({ ...fresh, name }));
  const leases: Lease[] = [];
  let now = 0;

  const nameOf = ({ name, renamed }: Gateway): string => `${name}${renamed}`;
  const close = (gateway: Gateway): void => {
    gateway.lease = null;
    gateway.closesAt = now + closingSeconds;
  };

  async function tick(gateway: Gateway): Promise<void> {
    if (gateway.lease === null && gateway.hasSockets && now >= gateway.closesAt) gateway.hasSockets = false;
    if (gateway.lease !== null && now - gateway.renewedAt >= usualPace.giveUpMs / 1_000) {
      close(gateway);
      gateway.renamed += 1;
    }
    if (gateway.isCut) return;
    if (gateway.lease !== null && now - gateway.renewedAt >= usualPace.renewEveryMs / 1_000) {
      const renewed = await renewLeases(database, { owner: nameOf(gateway), address });
      if (renewed.length === 0) close(gateway);
      else gateway.renewedAt = now;
    }
    if (gateway.lease !== null || gateway.hasSockets) return;
    const silentOwners = gateways.flatMap((other) =>
      other === gateway ? [] : Array.from({ length: other.renamed + 1 }, (_, n) => `${other.name}${n}`),
    );
    const deadOwners = Array.from({ length: gateway.renamed }, (_, n) => `${gateway.name}${n}`);
    const [taken] = await claim(nameOf(gateway), { silentOwners, deadOwners });
    if (taken === undefined) return;
    Object.assign(gateway, { lease: taken, hasSockets: true, renewedAt: now });
    leases.push({ accountId: taken.accountId, epoch: taken.epoch });
  }

  for (const event of events) {
    for (let second = 0; event.kind === 'pass' && second < event.seconds; second += 1) {
      now += 1;
      await pass(1);
      for (const gateway of gateways) await tick(gateway);
      expect(gateways.filter(({ hasSockets }) => hasSockets).length).toBeLessThanOrEqual(1);
    }
    const gateway = event.kind === 'pass' ? undefined : gateways[event.who];
    if (gateway === undefined) continue;
    if (event.kind === 'cut') gateway.isCut = true;
    if (event.kind === 'heal') gateway.isCut = false;
    if (event.kind === 'stop' && !gateway.isCut && gateway.lease !== null) {
      // Sockets first, then the lease.
      const { lease } = gateway;
      Object.assign(gateway, { lease: null, hasSockets: false });
      await releaseLeases(database, [lease], nameOf(gateway));
    }
  }
  for (const stale of leases.slice(0, -1)) expect(await isNewest(stale)).toBe(false);
  return leases.length;
}
