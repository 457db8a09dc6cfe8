import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { saveAuthAttempt } from '#server/db/queries/save-auth-attempt.ts';
import type { LoginState } from '#server/gateway-client/login-answers.ts';
import { aBegin, aStep, type LoginBench, startLoginBench, stateOf } from './login-bench.test-client.ts';
import type { Logins } from './logins.ts';

const { owner } = people;
const dayMs = 86_400_000;

let bench: LoginBench;
let other: Database;
/** Two workers: each has its own connections, and they share nothing but the database. */
let workers: [Logins, Logins];

beforeAll(async () => {
  bench = await startLoginBench();
  other = openDatabase(bench.place.url);
  workers = [bench.gateway().logins, bench.gateway({ database: other }).logins];
});
beforeEach(() => bench.reset());
afterAll(async () => {
  await other.close();
  await bench.close();
});

/** Both workers at once, `count` requests in all, at most twelve at a time. */
async function storm(
  count: number,
  ask: (logins: Logins, index: number) => Promise<LoginState>,
): Promise<string[]> {
  const told: string[] = [];
  for (let from = 0; from < count; from += 12) {
    const indices = Array.from({ length: Math.min(12, count - from) }, (_, offset) => from + offset);
    const answers = await Promise.all(indices.map((index) => ask(workers[index % 2 === 0 ? 0 : 1], index)));
    told.push(...answers.map((answer) => (answer.kind === 'refused' ? answer.code : answer.kind)));
  }
  return told;
}

function counted(told: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of told) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

function byPhone(changed: Parameters<typeof aBegin>[0]): ReturnType<typeof aBegin> {
  return aBegin({ method: 'phone', phone: `+${owner.phone}`, ...changed });
}

describe('the limits of logins, over two workers (SEC8)', () => {
  it('let three wrong codes of hundreds through to Telegram', async () => {
    const begun = stateOf(await workers[0].begin(byPhone({})), 'code-wanted');
    const right = await bench.codeOf(owner);
    const told = await storm(150, (logins, index) => {
      const guess = String((Number(right) + 1 + index) % 100_000).padStart(5, '0');
      return logins.step(begun.flow_id, aStep({ step: 'code', code: guess }));
    });
    expect(bench.callsOf('auth.signIn')).toBe(3);
    const { 'flow-busy': busy = 0, ...rest } = counted(told);
    expect(rest).toEqual({ 'code-wrong': 3, 'tries-used-up': 150 - 3 - busy });
    const [row] = await bench.database.query<{ refused: number }>(
      "SELECT count(*)::int AS refused FROM auth_attempts WHERE step = 'code' AND outcome = 'tries-used-up'",
      [],
    );
    expect(row?.refused).toBe(1);
  });

  it('let one person ask for five codes, for however many numbers', async () => {
    const told = await storm(100, (logins, index) =>
      logins.begin(byPhone({ phone: `+7900${String(1_000_000 + index)}`, ip: `10.0.0.${index}` })),
    );
    expect(counted(told)).toEqual({ 'code-wanted': 5, 'too-many-attempts': 95 });
    expect(bench.callsOf('auth.sendCode')).toBe(5);
    const [row] = await bench.database.query<{ begun: number; refused: number }>(
      `SELECT count(*) FILTER (WHERE outcome = 'ok')::int AS begun,
         count(*) FILTER (WHERE outcome = 'too-many-attempts')::int AS refused
       FROM auth_attempts WHERE step = 'begin'`,
      [],
    );
    expect(row).toEqual({ begun: 5, refused: 20 });
  });

  it('open nothing sealed for a step that is refused, and record that it was refused once', async () => {
    const flow = stateOf(await workers[0].begin(byPhone({})), 'code-wanted').flow_id;
    const told = await storm(40, (logins) => logins.step(flow, aStep({ step: 'password', password: 'any' })));
    expect(counted(told)).toEqual({ 'out-of-order': 40 });
    for (const resent of ['code-wanted', 'code-wanted', 'refused', 'refused'] as const) {
      stateOf(await workers[1].step(flow, aStep({ step: 'resend' })), resent);
    }
    const attempts = await bench.database.query(
      `SELECT step, outcome, masked_phone, number_hash IS NOT NULL AS is_hashed FROM auth_attempts
       WHERE outcome <> 'ok' ORDER BY attempt_id`,
      [],
    );
    const number = { masked_phone: '+7••••••••01', is_hashed: true };
    expect(attempts).toEqual([
      { step: 'password', outcome: 'out-of-order', ...number },
      { step: 'send-code', outcome: 'too-many-attempts', ...number },
    ]);
    const opened = "SELECT details->>'step' AS step FROM audit_log WHERE event = 'secret.opened'";
    expect(await bench.database.query(opened, [])).toEqual([{ step: 'resend' }, { step: 'resend' }]);
  });

  it('do not open a login whose tries are used up, however it is sealed', async () => {
    const flow = stateOf(await workers[0].begin(byPhone({})), 'code-wanted').flow_id;
    // What cannot be opened would be told as `flow-expired`.
    await bench.database.query("UPDATE login_flows SET tries = 3, state = 'damaged'", []);
    const typed = aStep({ step: 'code', code: '12345' });
    expect(stateOf(await workers[0].step(flow, typed), 'refused').code).toBe('tries-used-up');
    expect(stateOf(await workers[0].step(flow, aStep()), 'refused').code).toBe('flow-expired');
    expect(await bench.database.query("SELECT 1 FROM audit_log WHERE event = 'secret.opened'", [])).toEqual(
      [],
    );
  });

  it('send three codes a day to one number, whoever asks, resent ones included', async () => {
    const flow = stateOf(await workers[0].begin(byPhone({ viewer_id: '1' })), 'code-wanted').flow_id;
    stateOf(await workers[1].step(flow, aStep({ viewer_id: '1', step: 'resend' })), 'code-wanted');
    const told = await storm(24, (logins, index) =>
      logins.begin(byPhone({ viewer_id: String(100 + index), ip: `10.0.0.${index}` })),
    );
    expect(counted(told)).toEqual({ 'code-wanted': 1, 'too-many-attempts': 23 });
    expect(await workers[0].step(flow, aStep({ viewer_id: '1', step: 'resend' }))).toMatchObject({
      kind: 'refused',
      code: 'too-many-attempts',
    });
    expect(bench.callsOf('auth.sendCode') + bench.callsOf('auth.resendCode')).toBe(3);
  });

  it('begin twenty logins a day from one address, and say when there is room again', async () => {
    for (let viewer = 1; viewer <= 15; viewer += 1) {
      await saveAuthAttempt(bench.database, {
        ...{
          flowId: `earlier-${viewer}`,
          viewerId: String(viewer),
          method: 'qr',
          step: 'begin',
          outcome: 'ok',
        },
        ...{ numberHash: null, maskedPhone: null, ip: '127.0.0.1', attemptedAt: new Date() },
      });
    }
    const told = await storm(24, (logins, index) => logins.begin(aBegin({ viewer_id: String(100 + index) })));
    expect(counted(told)).toEqual({ 'qr-wanted': 5, 'too-many-attempts': 19 });
    bench.moveClock(dayMs / 2);
    const refused = stateOf(await workers[1].begin(aBegin({ viewer_id: '999' })), 'refused');
    expect(refused.code).toBe('too-many-attempts');
    expect(refused.retry_after).toBeGreaterThan(dayMs / 2_000 - 120);
    expect(refused.retry_after).toBeLessThanOrEqual(dayMs / 2_000);
    bench.moveClock(dayMs / 2 + 1_000);
    stateOf(await workers[1].begin(aBegin({ viewer_id: '999' })), 'qr-wanted');
  });

  it('keep numbers as hashes that need our secret, and masked', async () => {
    await workers[0].begin(byPhone({}));
    const [row] = await bench.database.query<{ whole: string }>(
      "SELECT string_agg(row_to_json(auth_attempts)::text, ',') AS whole FROM auth_attempts",
      [],
    );
    expect(row?.whole).toContain('+7••••••••01');
    expect(row?.whole).not.toContain(owner.phone);
    const flows = await bench.database.query<{ state: string }>('SELECT state FROM login_flows', []);
    expect(flows[0]?.state).not.toContain(owner.phone);
  });
});
