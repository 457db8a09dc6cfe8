import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { aBegin, aStep, type LoginBench, startLoginBench, stateOf } from './login-bench.test-client.ts';
import { sweepFlows } from './sweep-flows.ts';

const { owner, editor } = people;
const password = ['correct', 'horse', '7'].join(' ');
const phone = `+${owner.phone}`;

let bench: LoginBench;

beforeAll(async () => {
  bench = await startLoginBench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

describe('a login that must not be', () => {
  it('is refused without consent, by a phone number where that is off, and with what is no number', async () => {
    const refused = async (begin: Parameters<typeof aBegin>[0], changed = {}) =>
      bench.gateway(changed).logins.begin(aBegin(begin));
    const byPhone = { method: 'phone', phone } as const;
    expect(await refused({ consent_version: 'old' })).toEqual(refusal('consent-required'));
    expect(await refused(byPhone, { phoneLogin: 'off' })).toEqual(refusal('phone-login-off'));
    expect(await refused(byPhone, { phoneLogin: 'admins' })).toEqual(refusal('phone-login-off'));
    expect(await refused({ ...byPhone, viewer_id: null }, { phoneLogin: 'off' })).toEqual(
      refusal('phone-login-off'),
    );
    for (const bad of ['', '+', 'call me', '12345', '+7999000000100000', '0'.repeat(11)]) {
      expect(await refused({ ...byPhone, phone: bad })).toEqual(refusal('phone-invalid'));
    }
    expect(await refused({}, { openLines: null })).toEqual(refusal('no-source'));
    expect(
      await bench.database.query('SELECT 1 FROM login_flows UNION SELECT 1 FROM auth_attempts', []),
    ).toEqual([]);
    expect(bench.sandbox.telegram.calls.calls()).toEqual([]);
    stateOf(await refused(byPhone, { phoneLogin: 'admins', adminIds: [owner.id] }), 'code-wanted');
  });

  it('cannot be told from one that is not there when it is somebody else’s, and nothing is stored', async () => {
    const flowId = await bench.beginPhone();
    const code = await bench.codeOf(owner);
    const before = await bench.database.query('SELECT * FROM auth_attempts', []);
    bench.sandbox.telegram.calls.clear();
    for (const viewer_id of [editor.id, null]) {
      for (const taken of [{ step: 'look' }, { step: 'code', code }, { step: 'cancel' }] as const) {
        expect(await bench.step(flowId, { viewer_id, ...taken })).toEqual(refusal('flow-not-found'));
      }
    }
    expect(await bench.step('A'.repeat(43))).toEqual(refusal('flow-not-found'));
    expect(await bench.database.query('SELECT * FROM auth_attempts', [])).toEqual(before);
    expect(bench.sandbox.telegram.calls.calls()).toEqual([]);
    stateOf(await bench.step(flowId, { step: 'code', code }), 'connected');
  });

  it('takes its steps in order, and one at a time', async () => {
    const { flowId, token } = await bench.beginQr();
    expect(await bench.step(flowId, { step: 'code', code: '12345' })).toEqual(refusal('out-of-order'));
    expect(await bench.step(flowId, { step: 'password', password })).toEqual(refusal('out-of-order'));
    expect(await bench.step(flowId, { step: 'resend' })).toEqual(refusal('out-of-order'));
    const { logins } = bench.gateway({ pace: { listenMs: 30_000, exportEveryMs: 60_000 } });
    const first = logins.step(flowId, aStep());
    const claimed = 'SELECT 1 FROM login_flows WHERE claimed_by IS NOT NULL';
    await vi.waitFor(async () => expect(await bench.database.query(claimed, [])).toHaveLength(1));
    bench.sandbox.telegram.calls.clear();
    const others = await Promise.all(Array.from({ length: 8 }, () => bench.step(flowId)));
    expect(others).toEqual(others.map(() => refusal('flow-busy')));
    await vi.waitFor(() => expect(bench.callsOf('help.getConfig')).toBeLessThanOrEqual(1));
    await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token });
    stateOf(await first, 'connected');
    expect(bench.callsOf('auth.checkPassword') + bench.callsOf('auth.signIn')).toBe(0);
  });

  it('ends five minutes after its last step, by cancelling, and wipes what it knew', async () => {
    const flowId = await bench.beginPhone();
    bench.moveClock(299_000);
    stateOf(await bench.step(flowId), 'code-wanted');
    bench.moveClock(299_000);
    stateOf(await bench.step(flowId), 'code-wanted');
    bench.moveClock(301_000);
    expect(await bench.step(flowId, { step: 'code', code: await bench.codeOf(owner) })).toEqual(
      refusal('flow-expired'),
    );
    const second = await bench.beginPhone();
    expect(await bench.step(second, { step: 'cancel' })).toEqual(refusal('flow-not-found'));
    expect(await bench.step(second)).toEqual(refusal('flow-not-found'));
    expect(bench.callsOf('auth.cancelCode')).toBe(1);
    expect(await bench.codeOf(owner)).not.toBe('');
    const kept = await bench.database.query('SELECT state FROM login_flows WHERE flow_id = $1', [second]);
    expect(kept).toEqual([{ state: null }]);
  });

  it('is wiped once it has run out, and forgotten a day later', async () => {
    await bench.beginPhone();
    const flows = (): Promise<object[]> => bench.database.query('SELECT step, state FROM login_flows', []);
    expect(await sweepFlows(bench.database, new Date())).toBe(0);
    expect(await sweepFlows(bench.database, new Date(Date.now() + 301_000))).toBe(1);
    expect(await flows()).toEqual([{ step: 'over', state: null }]);
    await sweepFlows(bench.database, new Date(Date.now() + 25 * 3_600_000));
    expect(await flows()).toEqual([]);
    expect(await bench.database.query('SELECT 1 FROM auth_attempts', [])).toHaveLength(2);
  });

  it('is of a frozen account: it is refused and logged out again', async () => {
    await bench.sandbox.control.setFrozen({ personId: owner.id, isFrozen: true });
    const { flowId, token } = await bench.beginQr();
    await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token });
    expect(await bench.step(flowId)).toEqual(refusal('account-unusable'));
    expect(await bench.accounts()).toEqual([]);
    expect(await bench.loginsOf(owner)).toBe(0);
  });
});

function refusal(code: string): object {
  return { kind: 'refused', code, retry_after: null };
}
