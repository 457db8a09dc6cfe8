import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { aBegin, aStep, type LoginBench, startLoginBench, stateOf } from './login-bench.test-client.ts';

const { owner } = people;
const password = ['correct', 'horse', '7'].join(' ');

let bench: LoginBench;

beforeAll(async () => {
  bench = await startLoginBench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const stored = {
  kind: 'viewer',
  viewer_id: owner.id,
  telegram_user_id: owner.id,
  state: 'active',
  dc_id: 2,
  is_stored: true,
};

describe('a login by QR code', () => {
  it('is shown, confirmed on another device, and connected by the next look', async () => {
    const { flowId, token } = await bench.beginQr();
    const looked = stateOf(await bench.step(flowId), 'qr-wanted');
    expect(looked.link).toBe(`tg://login?token=${looked.token}`);
    await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token });
    const gateway = bench.gateway();
    const { user } = stateOf(await gateway.logins.step(flowId, aStep()), 'connected');
    expect(user).toMatchObject({
      telegram_user_id: owner.id,
      first_name: 'Ольга',
      username: 'olga_mironova',
      masked_phone: '+7••••••••01',
      is_premium: true,
      is_bot: false,
    });
    expect(gateway.woken()).toBe(1);
    expect(await bench.loginsOf(owner)).toBe(1);
    expect(await bench.accounts()).toEqual([stored]);
    expect(await bench.database.query('SELECT state, step, claimed_by FROM login_flows', [])).toEqual([
      { state: null, step: 'connected', claimed_by: null },
    ]);
    expect(
      await bench.database.query('SELECT step, outcome FROM auth_attempts ORDER BY attempt_id', []),
    ).toEqual([
      { step: 'begin', outcome: 'ok' },
      { step: 'look', outcome: 'connected' },
    ]);
    // Whoever did not hear the answer asks again.
    expect(stateOf(await bench.step(flowId), 'connected').user).toEqual(user);
  });

  it('hears a confirmation while it looks', async () => {
    const { flowId } = await bench.beginQr();
    bench.sandbox.telegram.calls.clear();
    const { logins } = bench.gateway({ pace: { listenMs: 30_000, exportEveryMs: 60_000 } });
    const startedAt = performance.now();
    const looking = logins.step(flowId, aStep());
    await vi.waitFor(() => expect(bench.callsOf('help.getConfig')).toBe(1), { timeout: 10_000 });
    const [shown] = await bench.sandbox.control.listLoginTokens();
    await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token: shown?.token ?? '' });
    stateOf(await looking, 'connected');
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('shows the next code when one is about to end', async () => {
    const { flowId, token } = await bench.beginQr();
    const { logins } = bench.gateway({ pace: { listenMs: 50, exportEveryMs: 3_600_000 } });
    expect(stateOf(await logins.step(flowId, aStep()), 'qr-wanted').token).toBe(token);
    bench.moveClock(26_000);
    const renewed = stateOf(await logins.step(flowId, aStep()), 'qr-wanted');
    expect(renewed.token).not.toBe(token);
    await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token: renewed.token });
    bench.moveClock(26_000);
    stateOf(await logins.step(flowId, aStep()), 'connected');
  });

  it('shows another code when the confirmed one was used too late where the account lives', async () => {
    await bench.sandbox.control.setHomeDc({ personId: owner.id, dcId: 1 });
    const { flowId, token } = await bench.beginQr();
    await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token });
    const late = { kind: 'error', code: 400, description: 'AUTH_TOKEN_EXPIRED' } as const;
    bench.sandbox.telegram.faults.add({ method: 'auth.importLoginToken', count: 1, effect: late });
    const shown = stateOf(await bench.step(flowId), 'qr-wanted');
    await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token: shown.token });
    stateOf(await bench.step(flowId), 'connected');
    expect(await bench.accounts()).toEqual([{ ...stored, dc_id: 1 }]);
  });

  it('goes to the data centre of the account, and asks for the password there', async () => {
    await bench.sandbox.control.setHomeDc({ personId: owner.id, dcId: 1 });
    await bench.sandbox.control.setTwoStepPassword({ personId: owner.id, password, hint: 'a horse' });
    const { flowId, token } = await bench.beginQr();
    await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token });
    const asked = stateOf(await bench.step(flowId), 'password-wanted');
    expect(asked).toMatchObject({ hint: 'a horse', tries_left: 3 });
    stateOf(await bench.step(flowId, { step: 'password', password }), 'connected');
    expect(await bench.accounts()).toEqual([{ ...stored, dc_id: 1 }]);
    expect(await bench.loginsOf(owner)).toBe(1);
  });
});

describe('a login by phone number', () => {
  it('takes the code and the two-step password, each in a process of its own', async () => {
    await bench.sandbox.control.setTwoStepPassword({ personId: owner.id, password, hint: 'a horse' });
    const flowId = await bench.beginPhone();
    expect(stateOf(await bench.step(flowId), 'code-wanted')).toMatchObject({
      masked_phone: '+7••••••••01',
      sent_by: 'app',
      code_length: 5,
      tries_left: 3,
    });
    const typed = (await bench.codeOf(owner)).split('').join(' ');
    const asked = await bench.step(flowId, { step: 'code', code: typed });
    expect(stateOf(asked, 'password-wanted')).toMatchObject({ hint: 'a horse', tries_left: 3 });
    stateOf(await bench.step(flowId, { step: 'password', password }), 'connected');
    expect(await bench.accounts()).toEqual([stored]);
    const attempts = await bench.database.query(
      'SELECT step, outcome FROM auth_attempts ORDER BY attempt_id',
      [],
    );
    expect(attempts).toEqual([
      { step: 'begin', outcome: 'ok' },
      { step: 'send-code', outcome: 'ok' },
      { step: 'code', outcome: 'ok' },
      { step: 'password', outcome: 'connected' },
    ]);
  });

  it('begins where the number lives', async () => {
    await bench.sandbox.control.setHomeDc({ personId: owner.id, dcId: 1 });
    const flowId = await bench.beginPhone();
    stateOf(await bench.step(flowId, { step: 'code', code: await bench.codeOf(owner) }), 'connected');
    expect(await bench.accounts()).toEqual([{ ...stored, dc_id: 1 }]);
  });

  it('refuses a wrong code and a wrong password, three of each, and goes on with the right one', async () => {
    await bench.sandbox.control.setTwoStepPassword({ personId: owner.id, password });
    const flowId = await bench.beginPhone();
    const right = await bench.codeOf(owner);
    const wrong = right === '00000' ? '11111' : '00000';
    expect(await bench.step(flowId, { step: 'code', code: wrong })).toEqual(refusal('code-wrong'));
    expect(stateOf(await bench.step(flowId), 'code-wanted').tries_left).toBe(2);
    stateOf(await bench.step(flowId, { step: 'code', code: right }), 'password-wanted');
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await bench.step(flowId, { step: 'password', password: 'wrong' })).toEqual(
        refusal('password-wrong'),
      );
    }
    expect(await bench.step(flowId, { step: 'password', password })).toEqual(refusal('tries-used-up'));
    expect(bench.callsOf('auth.checkPassword')).toBe(3);
    expect(await bench.accounts()).toEqual([]);
  });

  it('sends another code, which is guessed from zero, and voids the one before', async () => {
    const flowId = await bench.beginPhone();
    const first = await bench.codeOf(owner);
    for (let tries = 0; tries < 3; tries += 1) {
      await bench.step(flowId, { step: 'code', code: first === '00000' ? '11111' : '00000' });
    }
    expect(await bench.step(flowId, { step: 'code', code: first })).toEqual(refusal('tries-used-up'));
    const resent = stateOf(await bench.step(flowId, { step: 'resend' }), 'code-wanted');
    expect(resent).toMatchObject({ sent_by: 'sms', tries_left: 3 });
    stateOf(await bench.step(flowId, { step: 'code', code: await bench.codeOf(owner) }), 'connected');
  });

  it('finds out by itself what became of a step whose answer was lost', async () => {
    const flowId = await bench.beginPhone();
    const code = await bench.codeOf(owner);
    bench.sandbox.telegram.faults.add({ method: 'users.getUsers', count: 1, effect: { kind: 'reset' } });
    expect(await bench.step(flowId, { step: 'code', code })).toEqual(refusal('telegram-trouble'));
    expect(await bench.accounts()).toEqual([]);
    stateOf(await bench.step(flowId), 'connected');
    expect(bench.callsOf('auth.signIn')).toBe(1);
    expect(await bench.loginsOf(owner)).toBe(1);
  });

  it('says so when nobody has an account with the number', async () => {
    const nobody = '+79991112233';
    const begun = await bench.gateway().logins.begin(aBegin({ method: 'phone', phone: nobody }));
    const { flow_id } = stateOf(begun, 'code-wanted');
    const [sent] = await bench.sandbox.control.listLoginCodes({ phone: nobody.slice(1) });
    expect(await bench.step(flow_id, { step: 'code', code: sent?.code ?? '' })).toEqual(
      refusal('sign-up-required'),
    );
    expect(await bench.step(flow_id)).toEqual(refusal('flow-not-found'));
  });
});

function refusal(code: string): object {
  return { kind: 'refused', code, retry_after: null };
}
