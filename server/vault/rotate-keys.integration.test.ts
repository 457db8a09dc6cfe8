import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { countSealedRecords } from '#server/db/queries/count-sealed-records.ts';
import { contextOfAccount, saveSealedAccounts, saveSealedLogin } from './a-sealed-account.ts';
import { readKeyRing } from './key-ring-file.ts';
import { type Rotation, rotateKeys } from './rotate-keys.ts';
import { loginContext } from './seal-contexts.ts';
import { openVault, type Vault, type VaultLog } from './vault.ts';

const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-rotation-'));
const silent: VaultLog = { warn: () => undefined, error: () => undefined };
const now = new Date('2026-11-20T12:00:00.000Z');
let place: TestDatabase;
let database: Database;
let file = '';

const open = (): Vault => openVault({ file, log: silent });
const rotate = (settle: () => Promise<unknown> = async () => undefined): Promise<Rotation> =>
  rotateKeys(database, { file, log: silent, now, onBatch: () => undefined, settle });

async function secretOf(vault: Vault, accountId: number): Promise<string> {
  const rows = await database.query<{ session: string }>(
    'SELECT session FROM accounts WHERE account_id = $1',
    [accountId],
  );
  return vault.open(rows[0]?.session ?? '', contextOfAccount(accountId)).toString();
}

beforeAll(async () => {
  place = await createTestDatabase();
  database = openDatabase(place.url);
});
beforeEach(async () => {
  await database.query('TRUNCATE accounts, login_flows CASCADE', []);
  file = join(mkdtempSync(join(directory, 'ring-')), 'keys.json');
});
afterAll(async () => {
  await database.close();
  await place.drop();
  rmSync(directory, { recursive: true, force: true });
});

describe('a rotation', () => {
  it('gives 10,000 records another key within a minute while others read and write, and no read fails', async () => {
    const [reader, writer] = [open(), open()];
    const ids = Array.from({ length: 9_990 }, (_, index) => index + 1);
    await saveSealedAccounts(database, writer, ids);
    for (let index = 0; index < 10; index += 1) await saveSealedLogin(database, writer, `flow-${index}`);
    const oldKeyId = readKeyRing(file).ring.keys[0].id;
    const written = new Map<number, string>();
    const traffic = { isOver: false, reads: 0, writes: 0 };

    async function read(): Promise<void> {
      while (!traffic.isOver) {
        const id = 1 + ((traffic.reads * 7_919) % ids.length);
        // The writer owns the ids that 10 divides; all others keep their first secret.
        const secret = await secretOf(reader, id);
        if (id % 10 !== 0) expect(secret).toBe(`secret ${id}`);
        traffic.reads += 1;
      }
    }
    async function write(): Promise<void> {
      while (!traffic.isOver) {
        const id = 10 * (1 + ((traffic.writes * 7) % 999));
        const secret = `changed ${traffic.writes}`;
        const session = writer.seal(Buffer.from(secret), contextOfAccount(id));
        await database.query('UPDATE accounts SET session = $2 WHERE account_id = $1', [id, session]);
        written.set(id, secret);
        traffic.writes += 1;
      }
    }
    const others = Promise.all([read(), read(), write()]);
    const startedAt = performance.now();
    const rotation = await rotate().finally(() => {
      traffic.isOver = true;
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    await others;

    expect(rotation).toMatchObject({ isNewKey: true, stuck: [] });
    expect(rotation.count).toBeGreaterThan(9_000);
    expect(seconds).toBeLessThan(60);
    expect(traffic.reads).toBeGreaterThan(10);
    expect(traffic.writes).toBeGreaterThan(10);
    expect(await countSealedRecords(database)).toEqual(new Map([[rotation.currentKeyId, 10_000]]));
    expect(rotation.currentKeyId).not.toBe(oldKeyId);
    for (const [id, secret] of written) expect(await secretOf(reader, id)).toBe(secret);
    const flow = loginContext({ flowId: 'flow-3', viewerId: null });
    const [row] = await database.query<{ state: string }>(
      "SELECT state FROM login_flows WHERE flow_id = 'flow-3'",
      [],
    );
    expect(reader.open(row?.state ?? '', flow).toString()).toBe('login flow-3');
  });

  it('is ended by the next one after kill -9 in its middle, and everything opens in between', async () => {
    const vault = open();
    const ids = Array.from({ length: 1_000 }, (_, index) => index + 1);
    await saveSealedAccounts(database, vault, ids);
    const oldKeyId = readKeyRing(file).ring.keys[0].id;
    await killInTheMiddle();
    const counts = await countSealedRecords(database);
    const left = counts.get(oldKeyId) ?? 0;
    const newKeyId = readKeyRing(file).ring.keys[0].id;
    expect(newKeyId).not.toBe(oldKeyId);
    expect([left, counts.get(newKeyId)]).toEqual([ids.length - 100, 100]);
    for (const id of [1, 9, 10, 500, 999, 1_000]) expect(await secretOf(vault, id)).toBe(`secret ${id}`);

    expect(await rotate()).toEqual({ currentKeyId: newKeyId, isNewKey: false, count: left, stuck: [] });
    expect(await countSealedRecords(database)).toEqual(new Map([[newKeyId, ids.length]]));
    for (const id of [1, 500, 1_000]) expect(await secretOf(open(), id)).toBe(`secret ${id}`);
    expect(await rotate()).toMatchObject({ isNewKey: true, count: ids.length });
  });

  it('finds what was sealed with the key before and reached the database late', async () => {
    const vault = open();
    await saveSealedAccounts(database, vault, [1, 2]);
    const late = vault.seal(Buffer.from('late'), contextOfAccount(1));
    const rotation = await rotate(() =>
      database.query('UPDATE accounts SET session = $1 WHERE account_id = 1', [late]),
    );
    expect(rotation).toMatchObject({ isNewKey: true, count: 3 });
    expect(await countSealedRecords(database)).toEqual(new Map([[rotation.currentKeyId, 2]]));
    expect(await secretOf(vault, 1)).toBe('late');
  });

  it('leaves records whose key was lost or that were moved, names them, and does the others', async () => {
    await saveSealedAccounts(database, open(), [1]);
    const lostKeyId = readKeyRing(file).ring.keys[0].id;
    rmSync(file);
    const vault = open();
    await saveSealedAccounts(database, vault, [2, 3]);
    await database.query(
      'UPDATE accounts SET session = (SELECT session FROM accounts WHERE account_id = 2) WHERE account_id = 3',
      [],
    );
    const rotation = await rotate();
    expect(rotation).toMatchObject({
      isNewKey: true,
      count: 1,
      stuck: [
        { table: 'accounts', row: '1', reason: 'key-missing' },
        { table: 'accounts', row: '3', reason: 'seal-broken' },
      ],
    });
    expect((await countSealedRecords(database)).get(lostKeyId)).toBe(1);
    expect(await secretOf(vault, 2)).toBe('secret 2');
  });

  it('needs a file of keys: one is not made where the path is wrong', async () => {
    await expect(rotate()).rejects.toMatchObject({ code: 'key-ring-missing' });
  });
});

/** Rotates in a process of its own, which stops when the first hundred have the new key and is killed there. */
async function killInTheMiddle(): Promise<void> {
  const script = `
    import { writeSync } from 'node:fs';
    import { openDatabase } from '#server/db/database.ts';
    import { rotateKeys } from '#server/vault/rotate-keys.ts';
    const database = openDatabase(process.env.DATABASE_URL);
    const log = { warn() {}, error() {} };
    const onBatch = (count) => {
      if (count < 100) return;
      writeSync(1, 'in the middle');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    };
    await rotateKeys(database, { file: process.env.KEYS, log, now: new Date(), onBatch, batchSize: 10 });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    env: { PATH: process.env.PATH, DATABASE_URL: place.url, KEYS: file },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
}
