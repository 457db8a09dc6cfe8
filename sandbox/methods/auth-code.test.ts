import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeLifetimeSeconds } from '#sandbox/accounts/login-codes.ts';
import { codesPerDay, wrongTriesPerDay } from '#sandbox/accounts/login-limits.ts';
import { people } from '#sandbox/world/people.ts';
import { type ATelegram, startATelegram } from './a-telegram.test-client.ts';
import { type AnyClient, anyClients } from './any-client.test-client.ts';
import { sendCode } from './log-in.test-client.ts';

const { viewer } = people;
const phone = viewer.phone ?? '';

describe.each(anyClients)('a login by code through %s', (_, open) => {
  let telegram: ATelegram;
  let client: AnyClient;

  beforeEach(async () => {
    telegram = await startATelegram();
    client = await telegram.connect(open);
  });
  afterEach(() => telegram.close());

  function codeOf(number = phone): string {
    return telegram.accounts().codes.list(number).at(-1)?.code ?? '';
  }

  it('succeeds with the code that was sent, however the number is written', async () => {
    const sent = await sendCode(client, '+7 (999) 000-00-03');
    expect(sent).toMatchObject({
      _: 'auth.sentCode',
      type: { _: 'auth.sentCodeTypeApp', length: 5 },
      nextType: { _: 'auth.codeTypeSms' },
      timeout: 60,
    });
    const login = { phoneNumber: phone, phoneCodeHash: sent.phoneCodeHash, phoneCode: codeOf() };
    const { user } = await client.call('auth.signIn', login);
    expect(user).toMatchObject({ self: true, firstName: viewer.firstName, phone });
    const self = await client.call('users.getUsers', { id: [{ _: 'inputUserSelf' }] });
    expect(self.value).toMatchObject([{ firstName: viewer.firstName }]);
    // A code is good once.
    await expect(client.call('auth.signIn', login)).rejects.toMatchObject({
      code: 400,
      message: 'PHONE_CODE_EXPIRED',
    });
  });

  it('is refused with a code that is wrong, missing, or of something else', async () => {
    const { phoneCodeHash } = await sendCode(client, phone);
    const right = { phoneNumber: phone, phoneCodeHash, phoneCode: codeOf() };
    const wrongCode = codeOf() === '00000' ? '00001' : '00000';
    const refusals = [
      [{ phoneCode: wrongCode }, 'PHONE_CODE_INVALID'],
      [{ phoneCode: '' }, 'PHONE_CODE_EMPTY'],
      [{ phoneCodeHash: '' }, 'PHONE_CODE_HASH_EMPTY'],
      [{ phoneCodeHash: 'abc' }, 'PHONE_CODE_EXPIRED'],
      [{ phoneNumber: people.owner.phone }, 'PHONE_CODE_EXPIRED'],
      [{ phoneNumber: 'abc' }, 'PHONE_NUMBER_INVALID'],
    ] as const;
    for (const [change, message] of refusals) {
      const call = client.call('auth.signIn', { ...right, ...change });
      await expect(call, message).rejects.toMatchObject({ code: 400, message });
    }
    const other = await telegram.connect(open);
    await expect(other.call('auth.signIn', right)).rejects.toMatchObject({ message: 'PHONE_CODE_EXPIRED' });
    await expect(client.call('users.getUsers', { id: [{ _: 'inputUserSelf' }] })).rejects.toMatchObject({
      code: 401,
      message: 'AUTH_KEY_UNREGISTERED',
    });
    expect(await client.call('auth.signIn', right)).toMatchObject({ _: 'auth.authorization' });
  });

  it('is refused when the code is too old, or was typed wrong too often', async () => {
    const { phoneCodeHash } = await sendCode(client, phone);
    const right = { phoneNumber: phone, phoneCodeHash, phoneCode: codeOf() };
    telegram.moveClock(codeLifetimeSeconds + 1);
    await expect(client.call('auth.signIn', right)).rejects.toMatchObject({ message: 'PHONE_CODE_EXPIRED' });

    const again = await sendCode(client, phone);
    const second = { phoneNumber: phone, phoneCodeHash: again.phoneCodeHash, phoneCode: codeOf() };
    for (let tries = 0; tries < 5; tries += 1) {
      const call = client.call('auth.signIn', { ...second, phoneCode: 'x' });
      await expect(call).rejects.toMatchObject({ message: 'PHONE_CODE_INVALID' });
    }
    await expect(client.call('auth.signIn', second)).rejects.toMatchObject({ message: 'PHONE_CODE_EXPIRED' });
  });

  it('can be sent by another way once, and called off', async () => {
    const { phoneCodeHash } = await sendCode(client, phone);
    const resent = await client.call('auth.resendCode', { phoneNumber: phone, phoneCodeHash });
    expect(resent).toMatchObject({ type: { _: 'auth.sentCodeTypeSms', length: 5 } });
    expect(resent.phoneCodeHash).not.toBe(phoneCodeHash);
    const sent = { phoneNumber: phone, phoneCodeHash: resent.phoneCodeHash };
    await expect(client.call('auth.resendCode', sent)).rejects.toMatchObject({
      code: 406,
      message: 'SEND_CODE_UNAVAILABLE',
    });
    const login = { ...sent, phoneCode: codeOf() };
    expect(await client.call('auth.cancelCode', sent)).toMatchObject({ value: true });
    await expect(client.call('auth.signIn', login)).rejects.toMatchObject({ message: 'PHONE_CODE_EXPIRED' });
    await expect(client.call('auth.cancelCode', sent)).rejects.toMatchObject({
      message: 'PHONE_CODE_EXPIRED',
    });
  });

  it('is slowed down for a number that asks or guesses too often, for a day', async () => {
    for (let count = 0; count < codesPerDay; count += 1) await sendCode(client, phone);
    await expect(sendCode(client, phone)).rejects.toMatchObject({
      code: 420,
      message: expect.stringMatching(/^FLOOD_WAIT_8639\d|^FLOOD_WAIT_86400$/),
    });
    expect(await sendCode(client, people.owner.phone ?? '')).toMatchObject({ _: 'auth.sentCode' });
    telegram.moveClock(86_401);
    expect(await sendCode(client, phone)).toMatchObject({ _: 'auth.sentCode' });
    for (let tries = 0; tries < wrongTriesPerDay; tries += 1) telegram.accounts().limits.noteWrong(phone);
    await expect(sendCode(client, phone)).rejects.toMatchObject({
      code: 406,
      message: 'PHONE_PASSWORD_FLOOD',
    });
  });

  it('refuses unknown applications and what is no number', async () => {
    const settings = { _: 'codeSettings' };
    const stranger = { phoneNumber: phone, apiId: 1, apiHash: 'x', settings };
    await expect(client.call('auth.sendCode', stranger)).rejects.toMatchObject({ message: 'API_ID_INVALID' });
    for (const number of ['', '12', 'phone', '1234567890123456']) {
      await expect(sendCode(client, number), number).rejects.toMatchObject({
        code: 400,
        message: 'PHONE_NUMBER_INVALID',
      });
    }
  });

  it('takes the code of a test number without asking anybody, and opens no account for one that is free', async () => {
    const own = await sendCode(client, '9996620003');
    const login = { phoneNumber: '9996620003', phoneCodeHash: own.phoneCodeHash, phoneCode: '22222' };
    expect(await client.call('auth.signIn', login)).toMatchObject({ user: { firstName: viewer.firstName } });

    const newcomer = await telegram.connect(open);
    const free = await sendCode(newcomer, '9996627777');
    const number = { phoneNumber: '9996627777', phoneCodeHash: free.phoneCodeHash };
    expect(await newcomer.call('auth.signIn', { ...number, phoneCode: '22222' })).toMatchObject({
      _: 'auth.authorizationSignUpRequired',
    });
    await expect(
      newcomer.call('auth.signUp', { ...number, firstName: 'New', lastName: 'Person' }),
    ).rejects.toMatchObject({ code: 400, message: 'PHONE_NUMBER_APP_SIGNUP_FORBIDDEN' });
  });

  it('goes on in the data centre the number lives in', async () => {
    telegram.accounts().standings.setHomeDc(viewer.id, 1);
    const { phoneCodeHash } = await sendCode(client, phone);
    const login = { phoneNumber: phone, phoneCodeHash, phoneCode: codeOf() };
    expect(await client.call('auth.signIn', login)).toMatchObject({ user: { firstName: viewer.firstName } });
    const [home, away] = telegram.keyStores().map((store) => {
      return store.list().map(({ authorization }) => authorization.userId);
    });
    expect(home?.filter((userId) => userId !== null)).toEqual([]);
    expect(away).toContain(viewer.id);
  });
});
