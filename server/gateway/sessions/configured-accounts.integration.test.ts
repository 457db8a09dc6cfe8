import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { collector } from '#sandbox/world/people.ts';
import { createLoginClient } from '#server/gateway-client/create-login-client.ts';
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
});

/** A gateway whose configuration names an account and the bot, once it uses both. */
async function startConfigured(): Promise<Gateway> {
  const { botToken, mtproto } = several.telegram;
  const gateway = await several.start({ botToken }, { sessionString: mtproto.sessionString });
  started.push(gateway);
  return gateway;
}

async function usesBoth({ sessions }: Gateway): Promise<string[]> {
  await vi.waitFor(() => {
    expect(sessions?.operator()).not.toBeNull();
    expect(sessions?.bot()).not.toBeNull();
  }, patiently);
  return [sessions?.operator()?.accountId ?? '', sessions?.bot()?.accountId ?? ''];
}

function states(): Promise<object[]> {
  return several.database.query('SELECT account_id, state FROM accounts ORDER BY account_id', []);
}

async function newestId(): Promise<string | null> {
  const [row] = await several.database.query<{ last_value: string }>(
    "SELECT last_value FROM pg_sequences WHERE sequencename = 'accounts_account_id_seq'",
    [],
  );
  return row?.last_value ?? null;
}

describe('an account that the configuration names', () => {
  it('is neither ended nor printed, and stays in use', async () => {
    const gateway = await startConfigured();
    const [operator = '', bot = ''] = await usesBoth(gateway);
    const { database, token } = several;
    const client = createLoginClient({ database, fallbackUrl: gateway.url, token });
    const before = await states();
    expect(await client.end(operator, 'operator')).toEqual({ kind: 'configured' });
    expect(await client.end(bot, 'operator:1')).toEqual({ kind: 'configured' });
    expect(await client.printSession(operator, { format: 'gramjs' })).toEqual({
      ...{ kind: 'refused', code: 'configured' },
    });
    expect(await client.end('987654321', 'operator')).toEqual({ kind: 'not-found' });
    await client.close();
    expect(await states()).toEqual(before);
    expect(gateway.sessions?.source(operator)).not.toBeNull();
    expect(gateway.sessions?.source(bot)).not.toBeNull();
    expect(several.telegram.callLog.calls().map(({ method }) => method)).not.toContain('auth.logOut');
  });

  it('has its owner shown in the list of the operator', async () => {
    const gateway = await startConfigured();
    const [operator = '', bot = ''] = await usesBoth(gateway);
    await vi.waitFor(async () => {
      const users = await several.database.query(
        'SELECT account_id, telegram_user_id, first_name <> $1 AS is_named, is_bot FROM telegram_users',
        [''],
      );
      expect(users).toHaveLength(2);
      expect(users).toContainEqual({
        ...{ account_id: operator, telegram_user_id: collector.id, is_named: true, is_bot: false },
      });
      expect(users).toContainEqual({
        ...{ account_id: bot, telegram_user_id: several.telegram.botToken.split(':')[0] },
        ...{ is_named: true, is_bot: true },
      });
    }, patiently);
  });

  it('is told as ended where it was ended all the same, and taken up again by the next start', async () => {
    const first = await startConfigured();
    const ids = await usesBoth(first);
    await several.database.query(
      `UPDATE accounts SET state = 'ended', session = NULL, lease_owner = NULL, lease_address = NULL,
         heartbeat_at = NULL, lease_epoch = lease_epoch + 1`,
      [],
    );
    const newest = await newestId();
    await vi.waitFor(() => {
      const reasons = first.sessions?.report().sessions.map(({ reason }) => reason);
      expect(reasons).toEqual(['ended', 'ended']);
      expect(first.reason()).toBe('ended');
    }, patiently);
    await first.stop();
    // Whoever looked at them did not try to add them again, which would have used ids up.
    expect(await newestId()).toBe(newest);

    const second = await startConfigured();
    expect(await usesBoth(second)).toEqual(ids);
    expect(await newestId()).toBe(newest);
    const events = await several.database.query(
      "SELECT subject FROM audit_log WHERE event = 'account.revived' ORDER BY subject",
      [],
    );
    expect(events).toEqual(ids.map((id) => ({ subject: `accounts:${id}` })).sort(bySubject));
  });
});

function bySubject(a: { subject: string }, b: { subject: string }): number {
  return a.subject < b.subject ? -1 : 1;
}
