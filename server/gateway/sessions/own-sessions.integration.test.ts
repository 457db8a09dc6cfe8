import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { collector } from '#sandbox/world/people.ts';
import { createLog } from '#server/log.ts';
import type { Gateway } from '../start-gateway.ts';
import { type SeveralGateways, startSeveralGateways } from './several-gateways.test-client.ts';

let several: SeveralGateways;
let started: Gateway[] = [];
const patiently = { timeout: 20_000, interval: 30 };

beforeAll(async () => {
  several = await startSeveralGateways();
});

afterAll(async () => {
  await several?.close();
});

afterEach(async () => {
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

function botLogins(): number {
  const { callLog } = several.telegram;
  return callLog.calls().filter(({ method }) => method === 'auth.importBotAuthorization').length;
}

async function status(gateway: Gateway): Promise<unknown> {
  const response = await fetch(`${gateway.url}/api/v1/stats/status`, {
    headers: { authorization: `Bearer ${several.token}` },
  });
  return response.json();
}

describe('the bot', () => {
  it('logs in over MTProto once, is kept sealed, and uses the same session after a restart', async () => {
    const { botToken } = several.telegram;
    const first = await start({ botToken });
    await vi.waitFor(() => expect(first.sessions?.bot()).not.toBeNull(), patiently);
    expect(first.sessions?.operator()).toBeNull();
    const rows = await several.database.query<{ session: string }>(
      'SELECT account_id, kind, state, viewer_id, key_id, dc_id, session FROM accounts',
      [],
    );
    expect(rows).toEqual([
      {
        ...{ account_id: first.sessions?.bot()?.accountId, kind: 'bot', state: 'active', viewer_id: null },
        ...{
          key_id: expect.stringMatching(/^[\da-f]{16}$/),
          dc_id: 2,
          session: expect.stringMatching(/^v1\./),
        },
      },
    ]);
    const accountId = first.sessions?.bot()?.accountId;
    expect(await status(first)).toMatchObject({
      ...{ available: true, connected: true, has_session: true, reason: null },
      sessions: [{ kind: 'bot', account_id: accountId, connected: true, reason: null }],
    });
    await first.stop();

    const second = await start({ botToken });
    await vi.waitFor(() => expect(second.sessions?.bot()?.accountId).toBe(accountId), patiently);
    expect(botLogins()).toBe(1);
    expect(several.telegram.overlaps).toEqual([]);
  }, 40_000);

  it('logs in again after Telegram ended its session, once', async () => {
    const { botToken } = several.telegram;
    const gateway = await start({ botToken, probeMs: 200 });
    await vi.waitFor(() => expect(gateway.sessions?.bot()).not.toBeNull(), patiently);
    const before = botLogins();
    several.telegram.faults.add({
      ...{ method: 'updates.getState', count: 1 },
      effect: { kind: 'error', code: 401, description: 'AUTH_KEY_UNREGISTERED' },
    });
    await vi.waitFor(async () => {
      const [row] = await several.database.query<object>('SELECT state, session, key_id FROM accounts', []);
      expect(row).toEqual({ state: 'active', session: null, key_id: null });
    }, patiently);
    expect(gateway.sessions?.bot()).toBeNull();
    await vi.waitFor(() => expect(gateway.sessions?.bot()).not.toBeNull(), patiently);
    expect(botLogins()).toBe(before + 1);
  }, 40_000);

  it('that Telegram does not know is told as that, and nothing else suffers', async () => {
    const [accountId = ''] = await several.addAccounts(1);
    const gateway = await start({ botToken: `7100008888:${'x'.repeat(35)}` });
    await vi.waitFor(() => expect(gateway.sessions?.operator()?.accountId).toBe(accountId), patiently);
    await vi.waitFor(async () => {
      expect(await status(gateway)).toMatchObject({
        ...{ connected: true, reason: null },
        sessions: expect.arrayContaining([
          expect.objectContaining({ kind: 'operator', connected: true, reason: null }),
          expect.objectContaining({ kind: 'bot', connected: false, reason: 'ACCESS_TOKEN_INVALID' }),
        ]),
      });
    }, patiently);
  }, 40_000);
});

describe('an exclusive session', () => {
  const lines: { level: string; msg: string; [field: string]: unknown }[] = [];
  const log = createLog('gateway', 'info', { write: (line) => lines.push(JSON.parse(line)) });

  function otherLogins(): number {
    return several.telegram.dataCentre.keyStore
      .list()
      .filter(({ authorization }) => authorization.userId === collector.id).length;
  }

  function startExclusive(): Promise<Gateway> {
    lines.length = 0;
    const { sessionString } = several.telegram.mtproto;
    return start({ log }, { isExclusive: true, sessionString });
  }

  it('is not asked for by default: nobody is logged out', async () => {
    createAuthorizedKey(several.telegram.dataCentre.keyStore, collector.id);
    const { sessionString } = several.telegram.mtproto;
    const gateway = await start({}, { sessionString });
    await vi.waitFor(() => expect(gateway.reason()).toBeNull(), patiently);
    expect(otherLogins()).toBe(2);
    const methods = several.telegram.callLog.calls().map(({ method }) => method);
    expect(methods).not.toContain('auth.resetAuthorizations');
  }, 30_000);

  it('goes on working when Telegram protects the others from a fresh login, and says why', async () => {
    const gateway = await startExclusive();
    await vi.waitFor(() => expect(lines.some(({ level }) => level === 'warn')).toBe(true), patiently);
    expect(lines.find(({ level }) => level === 'warn')).toMatchObject({
      reason: 'FRESH_RESET_AUTHORISATION_FORBIDDEN',
      msg: expect.stringMatching(/a day old.*work goes on/),
    });
    expect(gateway.reason()).toBeNull();
    expect(otherLogins()).toBe(2);
  }, 30_000);

  it('lists the other logins in the log and ends them, and only them', async () => {
    for (const { authorization } of several.telegram.dataCentre.keyStore.list()) {
      authorization.createdAt = 0;
    }
    const gateway = await startExclusive();
    await vi.waitFor(() => expect(lines.some(({ msg }) => /were ended/.test(msg))).toBe(true), patiently);
    expect(lines.find(({ logins }) => logins !== undefined)).toMatchObject({
      logins: [{ deviceModel: expect.any(String), country: expect.any(String) }],
    });
    expect(otherLogins()).toBe(1);
    expect(gateway.reason()).toBeNull();
    const events = await several.database.query(
      "SELECT actor, subject, details FROM audit_log WHERE event = 'sessions.terminated'",
      [],
    );
    const subject = `accounts:${gateway.sessions?.operator()?.accountId}`;
    expect(events).toEqual([{ actor: 'gateway', subject, details: { ended: 1 } }]);
  }, 30_000);
});
