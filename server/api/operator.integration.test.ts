import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  accountPageSchema,
  auditPageSchema,
  authAttemptPageSchema,
  leasePageSchema,
  telegramUserPageSchema,
} from '#contract/operator.ts';
import { aConnectedAccount } from './a-connected-account.ts';
import { anAdminId, aRunningApi, type RunningApi } from './a-running-api.ts';

let api: RunningApi;
let operator: { authorization: string };

beforeAll(async () => {
  api = await aRunningApi();
  operator = await api.signIn(anAdminId);
  for (const [index, state] of ['active', 'active', 'dead', 'active', 'frozen'].entries())
    await aConnectedAccount(api.database, {
      accountId: String(51 + index),
      viewerId: String(1 + index),
      state,
    });
  await api.database.query(
    `UPDATE accounts SET lease_owner = 'host/1', lease_address = 'http://127.0.0.1:8001', lease_epoch = 7,
       heartbeat_at = clock_timestamp() - CASE WHEN account_id = 52 THEN interval '1 hour' ELSE interval '0' END
     WHERE account_id IN (51, 52)`,
    [],
  );
  for (const [index, outcome] of ['code-wrong', 'connected', 'code-wrong'].entries())
    await api.database.query(
      `INSERT INTO auth_attempts (flow_id, viewer_id, method, step, number_hash, masked_phone, ip, outcome, attempted_at)
       VALUES ('flow', $1, 'phone', 'code', '\\xabcdef', '+7•••••••01', '127.0.0.1', $2, $3)`,
      [1 + (index % 2), outcome, new Date(Date.UTC(2026, 1, 10 + index))],
    );
  for (const [index, event] of ['secret.opened', 'account.connected', 'secret.opened'].entries())
    await api.database.query(
      `INSERT INTO audit_log (happened_at, actor, event, subject, details) VALUES ($1, $2, $3, $4, $5)`,
      [
        new Date(Date.UTC(2026, 1, 10 + index)),
        'gateway',
        event,
        `accounts:${51 + index}`,
        { purpose: 'hold' },
      ],
    );
});
afterAll(() => api.stop());

async function list<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const answer = await api.ask('GET', path, operator);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  // Nothing of what must stay secret is anywhere in the answer, under whatever name.
  expect(text).not.toMatch(/v1\.sealed|abcdef|number_?hash|flow/i);
  return schema.parse(JSON.parse(text));
}

describe('the lists of an operator', () => {
  it('page through accounts, the newest first, without a gap or a double', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const before: string = next === '' ? '' : `&before=${next}`;
      const page: z.infer<typeof accountPageSchema> = await list(
        `/admin/accounts?limit=2${before}`,
        accountPageSchema,
      );
      expect(page.accounts.length).toBeLessThanOrEqual(2);
      seen.push(...page.accounts.map(({ accountId }) => accountId));
      next = page.next;
    }
    expect(seen).toEqual(['55', '54', '53', '52', '51']);
  });

  it.each([
    ['state=dead', ['53']],
    ['viewerId=2', ['52']],
    ['kind=operator', []],
    ['state=active&limit=1', ['54']],
  ])('find accounts by %s', async (query, expected) => {
    const { accounts } = await list(`/admin/accounts?${query}`, accountPageSchema);
    expect(accounts.map(({ accountId }) => accountId)).toEqual(expected);
  });

  it('say of an account that it has a session and never which', async () => {
    const { accounts } = await list('/admin/accounts?viewerId=1', accountPageSchema);
    expect(accounts[0]).toMatchObject({
      kind: 'viewer',
      hasSession: true,
      isHeld: true,
      sharesPublic: false,
    });
  });

  it('show who is behind an account with a masked number alone', async () => {
    const { telegramUsers } = await list('/admin/telegram-users?viewerId=3', telegramUserPageSchema);
    expect(telegramUsers).toHaveLength(1);
    expect(telegramUsers[0]).toMatchObject({
      accountId: '53',
      maskedPhone: '+7•••••••03',
      firstName: 'Вера',
    });
  });

  it.each([
    ['outcome=code-wrong', 2],
    ['viewerId=1', 2],
    ['viewerId=1&outcome=code-wrong', 2],
    ['since=2026-02-12T00:00:00Z', 1],
    ['outcome=connected', 1],
  ])('count attempts by %s', async (query, expected) => {
    const { authAttempts } = await list(`/admin/auth-attempts?${query}`, authAttemptPageSchema);
    expect(authAttempts).toHaveLength(expected);
  });

  it.each([
    ['', ['52', '51']],
    ['?isLive=true', ['51']],
    ['?isLive=false', ['52']],
  ])('tell a lease that is alive from one whose holder is silent (%s)', async (query, expected) => {
    const { leases } = await list(`/admin/leases${query}`, leasePageSchema);
    expect(leases.map(({ accountId }) => accountId)).toEqual(expected);
    expect(leases[0]).toMatchObject({ owner: 'host/1', epoch: '7' });
  });

  it.each([
    ['event=secret.opened', 2],
    ['subject=accounts:52', 1],
    ['event=secret.opened&since=2026-02-11T00:00:00Z', 1],
    ['actor=gateway&limit=2', 2],
    ['actor=nobody', 0],
  ])('search the audit log by %s', async (query, expected) => {
    const { events } = await list(`/admin/audit-log?${query}`, auditPageSchema);
    expect(events).toHaveLength(expected);
  });

  it.each([
    ['/admin/accounts?limit=0', 'limit'],
    ['/admin/accounts?limit=101', 'limit'],
    ['/admin/accounts?before=-1', 'before'],
    ['/admin/accounts?viewerId=9223372036854775808', 'viewerId'],
    ['/admin/accounts?state=lost', 'state'],
    ['/admin/accounts?session=1', 'session'],
    ['/admin/auth-attempts?outcome=%00', 'outcome'],
    ['/admin/auth-attempts?since=yesterday', 'since'],
    ['/admin/leases?isLive=1', 'isLive'],
    ['/admin/audit-log?actor=a&actor=b', 'actor'],
  ])('refuse %s and name the field', async (path, field) => {
    const answer = await api.ask('GET', path, operator);
    expect(answer.status).toBe(400);
    const problem = (await answer.json()) as { errors?: { field: string }[] };
    expect(problem.errors?.map((error) => error.field)).toEqual([field]);
  });
});

describe('removing a session', () => {
  it('wipes what is stored of it even where no gateway runs, and writes down who did it', async () => {
    const answer = await api.ask('DELETE', '/admin/accounts/53', operator);
    expect(await answer.json()).toEqual({ ended: true, loggedOut: false });
    const [row] = await api.database.query<{ state: string; session: string | null; ended_at: Date | null }>(
      'SELECT state, session, ended_at FROM accounts WHERE account_id = 53',
      [],
    );
    expect(row).toEqual({ state: 'ended', session: null, ended_at: api.clock.now });
    const { events } = await list(`/admin/audit-log?subject=accounts:53&limit=1`, auditPageSchema);
    expect(events[0]).toMatchObject({ actor: `operator:${anAdminId}`, event: 'account.ended' });
  });

  it('leaves what may stand in the configuration alone where no gateway can say that it does not', async () => {
    await api.database.query(
      "INSERT INTO accounts (account_id, kind, created_at) VALUES (71, 'bot', now()), (72, 'operator', now())",
      [],
    );
    for (const accountId of [71, 72]) {
      const answer = await api.ask('DELETE', `/admin/accounts/${accountId}`, operator);
      expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'account-configured' }]);
    }
    const rows = await api.database.query('SELECT state FROM accounts WHERE account_id IN (71, 72)', []);
    expect(rows).toEqual([{ state: 'active' }, { state: 'active' }]);
    await api.database.query('DELETE FROM accounts WHERE account_id IN (71, 72)', []);
  });

  it.each(['999', '9223372036854775808', 'x', '-1'])('finds no account %s', async (accountId) => {
    expect((await api.ask('DELETE', `/admin/accounts/${accountId}`, operator)).status).toBe(404);
  });
});
