import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFaultProxy } from '#e2e/faults/proxy/fault-proxy.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { createLog } from '#server/log.ts';
import { openVault } from '#server/vault/vault.ts';
import { createGuardedWrite } from '../lease/guarded-write.ts';
import { usualPace } from '../lease/lease-pace.ts';
import type { Gateway } from '../start-gateway.ts';
import { type SeveralGateways, startSeveralGateways } from './several-gateways.test-client.ts';

const directory = mkdtempSync(join(tmpdir(), 'lost-gateways-'));
const keysFile = join(directory, 'keys.json');
const patiently = { timeout: 30_000, interval: 30 };

let several: SeveralGateways;
let started: Gateway[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  several = await startSeveralGateways(openVault({ file: keysFile, log: createLog('test', 'silent') }));
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await several?.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  await Promise.all(started.map((gateway) => gateway.stop()));
  started = [];
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await vi.waitFor(() => expect(several.connections().size).toBe(0), patiently);
  await several.database.query('DELETE FROM accounts', []);
});

async function start(...given: Parameters<SeveralGateways['start']>): Promise<Gateway> {
  const gateway = await several.start(...given);
  started.push(gateway);
  return gateway;
}

/** The gateway as the real process, with the usual pace; it is up when it holds accounts. */
async function startProcess(): Promise<ChildProcess> {
  const { dc, dcMap, publicKeyFile, apiId, apiHash } = several.telegram.mtproto;
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/gateway/main.ts'], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      TELEGRAM_BOT_TOKEN: `1:${'x'.repeat(35)}`,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:1',
      DATABASE_URL: several.databaseUrl,
      GATEWAY_TOKEN: several.token,
      GATEWAY_URL: 'http://127.0.0.1:1',
      PORT: '0',
      METRICS_PORT: '0',
      ENCRYPTION_KEYS_FILE: keysFile,
      MTPROTO_DC: `${dc?.id}:${dc?.ip}:${dc?.port}`,
      MTPROTO_DC_MAP: [...dcMap].map(([ip, { host, port }]) => `${ip}=${host}:${port}`).join(','),
      MTPROTO_PUBLIC_KEY_FILE: publicKeyFile ?? '',
      TELEGRAM_API_ID: String(apiId),
      TELEGRAM_API_HASH: apiHash ?? '',
    },
  });
  children.push(child);
  await vi.waitFor(() => expect(several.connections().size).toBeGreaterThan(0), patiently);
  return child;
}

function countHeld(gateway: Gateway): number {
  return gateway.sessions?.sources().length ?? 0;
}

describe('a gateway that is killed', () => {
  it('hands its accounts over within 15 s, and no two connections of one are ever open', async () => {
    await several.addAccounts(6);
    const child = await startProcess();
    const successor = await start({ leasePace: usualPace });
    // The bot of the process counts as one that it has to hold.
    await vi.waitFor(() => expect(countHeld(successor)).toBeGreaterThan(1), patiently);
    await vi.waitFor(() => expect(several.connections().size).toBe(6), patiently);
    const killedAt = performance.now();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await vi.waitFor(() => expect(countHeld(successor)).toBe(6), patiently);
    expect(performance.now() - killedAt).toBeLessThan(15_000);
    expect([...several.connections().values()]).toEqual(Array(6).fill(1));
    expect(several.telegram.overlaps).toEqual([]);
  }, 60_000);
});

describe('a gateway that is paused', () => {
  it('is ended by its successor on the same host before its accounts are taken', async () => {
    await several.addAccounts(4);
    const child = await startProcess();
    const ended = once(child, 'exit');
    await vi.waitFor(() => expect(several.connections().size).toBe(4), patiently);
    child.kill('SIGSTOP');
    const successor = await start({ leasePace: usualPace });
    // As if it had been paused for half a minute.
    await several.database.query(
      "UPDATE accounts SET heartbeat_at = heartbeat_at - interval '30 s' WHERE lease_owner IS NOT NULL",
      [],
    );
    await several.database.query(
      `UPDATE gateways SET heartbeat_at = heartbeat_at - interval '30 s'
       WHERE owner IN (SELECT lease_owner FROM accounts)`,
      [],
    );
    expect(await ended).toEqual([null, 'SIGKILL']);
    await vi.waitFor(() => expect(countHeld(successor)).toBe(4), patiently);
    expect([...several.connections().values()]).toEqual(Array(4).fill(1));
    expect(several.telegram.overlaps).toEqual([]);
  }, 60_000);
});

describe('a gateway that loses the database', () => {
  it('closes its sockets by itself before others take over, writes nothing, and has its share again later', async () => {
    const url = new URL(several.databaseUrl);
    const proxy = await createFaultProxy({ targetPort: Number(url.port) });
    url.port = String(proxy.port);
    let cut: Database | null = null;
    try {
      const ids = await several.addAccounts(4);
      cut = openDatabase(url.toString(), { queryTimeoutMs: 1_000 });
      const lonely = await start({ database: cut, databaseUrl: url.toString() });
      await vi.waitFor(() => expect(countHeld(lonely)).toBe(4), patiently);
      const other = await start();
      await vi.waitFor(() => expect(countHeld(other)).toBe(2), patiently);
      await vi.waitFor(() => expect(several.connections().size).toBe(4), patiently);
      const source = lonely.sessions?.sources()[0];
      if (source === undefined) throw new Error('there is no source');

      const blackhole = await proxy.add({ kind: 'blackhole' });
      await vi.waitFor(() => expect(countHeld(lonely)).toBe(0), patiently);
      await vi.waitFor(() => expect(source.session.openSockets()).toBe(0), patiently);
      expect(countHeld(other)).toBe(2);
      await vi.waitFor(() => expect(countHeld(other)).toBe(4), patiently);
      await blackhole.remove();
      const late = createGuardedWrite(several.database)(source, async () => 'late');
      await expect(late).rejects.toMatchObject({ code: 'stale-lease' });
      await vi.waitFor(() => expect([countHeld(lonely), countHeld(other)]).toEqual([2, 2]), patiently);
      expect(several.connections().size).toBe(ids.length);
      expect(several.telegram.overlaps).toEqual([]);
      await lonely.stop();
    } finally {
      await Promise.all(started.map((gateway) => gateway.stop()));
      await cut?.close();
      await proxy.close();
    }
  }, 60_000);
});
