import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadFloodWaits } from '#server/db/queries/load-flood-waits.ts';
import { createLog } from '#server/log.ts';
import { createGuardedWrite } from '../lease/guarded-write.ts';
import type { Gateway } from '../start-gateway.ts';
import { fetchState } from '../telegram/fetch-self.ts';
import { type SeveralGateways, startSeveralGateways } from './several-gateways.test-client.ts';

let several: SeveralGateways;
let started: Gateway[] = [];

beforeAll(async () => {
  several = await startSeveralGateways();
});

afterAll(async () => {
  await several?.close();
});

beforeEach(async () => {
  await Promise.all(started.map((gateway) => gateway.stop()));
  started = [];
  await several.database.query('DELETE FROM accounts', []);
  several.telegram.faults.clear();
});

async function start(...given: Parameters<SeveralGateways['start']>): Promise<Gateway> {
  const gateway = await several.start(...given);
  started.push(gateway);
  return gateway;
}

const patiently = { timeout: 20_000, interval: 30 };

function heldBy(gateway: Gateway): string[] {
  return gateway.sessions?.sources().map(({ accountId }) => accountId) ?? [];
}

async function stateOf(accountId: string): Promise<object | undefined> {
  const [row] = await several.database.query<object>(
    'SELECT state, state_reason AS reason, lease_owner AS owner FROM accounts WHERE account_id = $1',
    [accountId],
  );
  return row;
}

describe('gateways that share accounts', () => {
  it('have equal parts, with one connection each, and take over what another one leaves', async () => {
    const ids = await several.addAccounts(20);
    const first = await start();
    await vi.waitFor(() => expect(heldBy(first)).toHaveLength(20), patiently);
    expect([...several.connections().values()]).toEqual(Array(20).fill(1));

    const second = await start();
    await vi.waitFor(
      () => expect([heldBy(first).length, heldBy(second).length]).toEqual([10, 10]),
      patiently,
    );
    expect(new Set([...heldBy(first), ...heldBy(second)])).toEqual(new Set(ids));

    await first.stop();
    await vi.waitFor(() => expect(heldBy(second)).toHaveLength(20), patiently);
    expect([...several.connections().values()]).toEqual(Array(20).fill(1));
    expect(several.telegram.overlaps).toEqual([]);
    const opened = await several.database.query(
      "SELECT 1 FROM audit_log WHERE event = 'secret.opened' AND actor = 'gateway'",
      [],
    );
    expect(opened.length).toBeGreaterThanOrEqual(40);
  }, 60_000);
});

describe('a lease that is lost', () => {
  it('takes the sockets with it, and what is written late is refused', async () => {
    const [accountId = ''] = await several.addAccounts(1);
    const gateway = await start();
    await vi.waitFor(() => expect(heldBy(gateway)).toEqual([accountId]), patiently);
    const source = gateway.sessions?.source(accountId);
    if (source == null) throw new Error('there is no source');
    const write = createGuardedWrite(several.database);
    expect(await write(source, async () => 'kept')).toBe('kept');
    await several.database.query(
      "UPDATE accounts SET lease_owner = 'elsewhere:1:1:aa', lease_epoch = lease_epoch + 1, heartbeat_at = now() + interval '1 h'",
      [],
    );
    await expect(write(source, async () => 'late')).rejects.toMatchObject({ code: 'stale-lease' });
    await vi.waitFor(() => expect(gateway.sessions?.source(accountId)).toBeNull(), patiently);
    await vi.waitFor(() => expect(several.connections().size).toBe(0), patiently);
    expect(source.session.openSockets()).toBe(0);
    await expect(fetchState(source.session)).rejects.toMatchObject({ failure: { code: 'stopped' } });
  }, 30_000);

  it('is taken anew when somebody logged in again, under the new session alone', async () => {
    const [accountId = ''] = await several.addAccounts(1);
    const gateway = await start();
    await vi.waitFor(() => expect(heldBy(gateway)).toEqual([accountId]), patiently);
    const before = gateway.sessions?.source(accountId)?.epoch;
    const [other = ''] = await several.addAccounts(1);
    await vi.waitFor(() => expect(heldBy(gateway)).toHaveLength(2), patiently);
    // What a login of the same person does: another key, and nobody's lease.
    await several.database.query(
      `UPDATE accounts SET lease_owner = NULL, lease_epoch = lease_epoch + 1 WHERE account_id = $1`,
      [accountId],
    );
    await vi.waitFor(() => {
      expect(Number(gateway.sessions?.source(accountId)?.epoch ?? 0)).toBeGreaterThan(Number(before) + 1);
    }, patiently);
    expect(heldBy(gateway).toSorted()).toEqual([accountId, other].toSorted());
    expect(several.telegram.overlaps).toEqual([]);
  }, 30_000);
});

describe('an account', () => {
  it('of a viewer is connected by the first call and not before', async () => {
    const [accountId = ''] = await several.addAccounts(1, 'viewer');
    const gateway = await start();
    await vi.waitFor(() => expect(heldBy(gateway)).toEqual([accountId]), patiently);
    expect(gateway.sessions?.reason(accountId)).toBeNull();
    expect(several.connections().size).toBe(0);
    const source = gateway.sessions?.source(accountId);
    expect(source).toMatchObject({ kind: 'viewer', viewerId: expect.stringMatching(/^51\d+$/) });
    if (source != null) await fetchState(source.interactive);
    expect(several.connections().size).toBe(1);
  }, 30_000);

  it('is over when Telegram says so, with the reason for everybody to read, and rests when it is frozen', async () => {
    const [dead = '', frozen = ''] = await several.addAccounts(2);
    const gateway = await start({ probeMs: 200 });
    await vi.waitFor(() => expect(heldBy(gateway)).toHaveLength(2), patiently);
    const [deadPerson, frozenPerson] = [...several.connections().keys()].toSorted();
    const add = (userId: string | undefined, code: number, description: string): unknown =>
      several.telegram.faults.add({
        ...{ method: 'updates.getState', userId: userId ?? '' },
        effect: { kind: 'error', code, description },
      });
    add(deadPerson, 401, 'SESSION_REVOKED');
    add(frozenPerson, 420, 'FROZEN_METHOD_INVALID');
    await vi.waitFor(async () => {
      expect(await stateOf(dead)).toEqual({ state: 'dead', reason: 'SESSION_REVOKED', owner: null });
      expect(await stateOf(frozen)).toMatchObject({ state: 'frozen', reason: 'FROZEN_METHOD_INVALID' });
    }, patiently);
    expect(gateway.sessions?.reason(dead)).toBe('session-dead');
    expect(gateway.sessions?.reason(frozen)).toBe('FROZEN_METHOD_INVALID');
    expect(gateway.sessions?.source(frozen)).toBeNull();
    await vi.waitFor(() => expect(several.connections().size).toBe(0), patiently);
  }, 30_000);

  it('is told aloud and written down when its key was used twice, or it is to wait for over an hour', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLog('gateway', 'warn', { write: (line) => lines.push(JSON.parse(line)) });
    const [twice = '', waiting = ''] = await several.addAccounts(2);
    const gateway = await start({ probeMs: 200, log });
    await vi.waitFor(() => expect(heldBy(gateway)).toHaveLength(2), patiently);
    const [twicePerson = '', waitingPerson = ''] = [...several.connections().keys()].toSorted();
    const add = (userId: string, code: number, description: string): unknown =>
      several.telegram.faults.add({
        ...{ method: 'updates.getState', userId, count: 1 },
        effect: { kind: 'error', code, description },
      });
    const held = gateway.sessions?.source(twice);
    add(twicePerson, 406, 'AUTH_KEY_DUPLICATED');
    add(waitingPerson, 420, 'FLOOD_WAIT_3700');
    await vi.waitFor(async () => {
      const events = await several.database.query(
        "SELECT actor, subject, details FROM audit_log WHERE event = 'session.duplicated'",
        [],
      );
      const details = { epoch: held?.epoch, owner: expect.stringMatching(/./) };
      expect(events).toEqual([{ actor: 'gateway', subject: `accounts:${twice}`, details }]);
      expect(await stateOf(twice)).toMatchObject({ state: 'dead', reason: 'AUTH_KEY_DUPLICATED' });
      expect(lines.filter(({ msg }) => msg === 'long-flood-wait')).toHaveLength(1);
    }, patiently);
    expect(lines.find(({ reason }) => reason === 'AUTH_KEY_DUPLICATED')).toMatchObject({
      ...{ level: 'error', accountId: twice, epoch: held?.epoch, owner: expect.stringMatching(/./) },
      msg: expect.stringContaining('used in two places'),
    });
    const wait = lines.find(({ msg }) => msg === 'long-flood-wait');
    expect(wait).toMatchObject({ level: 'warn', accountId: waiting, method: 'updates.GetState' });
    expect(Date.parse(String(wait?.until))).toBeGreaterThan(Date.now() + 3_600_000);
  }, 30_000);

  it('that is ended is closed, and nobody takes it again', async () => {
    const [ended = '', kept = ''] = await several.addAccounts(2);
    const gateway = await start();
    await vi.waitFor(() => expect(heldBy(gateway)).toHaveLength(2), patiently);
    await gateway.sessions?.end(ended);
    expect(several.connections().size).toBe(1);
    expect(await stateOf(ended)).toEqual({ state: 'ended', reason: null, owner: null });
    await delay(1_500);
    expect(heldBy(gateway)).toEqual([kept]);
    expect(gateway.sessions?.reason(ended)).toBe('ended');
  }, 30_000);

  it('whose seal is broken is told as that and left alone', async () => {
    const [one = '', other = ''] = await several.addAccounts(2);
    await several.database.query(
      'UPDATE accounts SET session = (SELECT session FROM accounts WHERE account_id = $2) WHERE account_id = $1',
      [one, other],
    );
    const gateway = await start();
    await vi.waitFor(() => expect(heldBy(gateway)).toEqual([other]), patiently);
    await vi.waitFor(() => expect(gateway.sessions?.reason(one)).toBe('seal-broken'), patiently);
    await vi.waitFor(
      async () => expect(await stateOf(one)).toMatchObject({ state: 'active', owner: null }),
      patiently,
    );
  }, 30_000);

  it('keeps its flood waits when another gateway takes it over', async () => {
    const [accountId = ''] = await several.addAccounts(1);
    const first = await start();
    await vi.waitFor(() => expect(heldBy(first)).toEqual([accountId]), patiently);
    several.telegram.faults.add({
      method: 'updates.getState',
      effect: { kind: 'error', code: 420, description: 'FLOOD_WAIT_600' },
      count: 1,
    });
    const source = first.sessions?.source(accountId);
    if (source == null) throw new Error('there is no source');
    await expect(fetchState(source.session)).rejects.toMatchObject({ failure: { kind: 'flood-wait' } });
    const [row] = await several.database.query<{ key_id: string }>('SELECT key_id FROM accounts', []);
    await vi.waitFor(async () => {
      expect((await loadFloodWaits(several.database, row?.key_id ?? '', new Date())).size).toBe(1);
    }, patiently);
    await first.stop();
    const second = await start();
    await vi.waitFor(() => expect(second.sessions?.reason(accountId)).not.toBe('held-elsewhere'), patiently);
    const calls = several.telegram.callLog.calls().length;
    await delay(1_200);
    const late = several.telegram.callLog.calls().slice(calls);
    expect(late.filter(({ method }) => method === 'updates.getState')).toEqual([]);
  }, 30_000);
});
