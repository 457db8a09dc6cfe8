import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenLifetimeSeconds } from '#sandbox/accounts/login-tokens.ts';
import { people } from '#sandbox/world/people.ts';
import { type ATelegram, startATelegram } from './a-telegram.test-client.ts';
import { type AnyClient, anyClients } from './any-client.test-client.ts';
import { exportToken, logIn } from './log-in.test-client.ts';

const { owner } = people;

describe.each(anyClients)('a login by QR code through %s', (_, open) => {
  let telegram: ATelegram;
  /** Logged in. */
  let phone: AnyClient;
  /** Shows the code. */
  let screen: AnyClient;

  beforeEach(async () => {
    telegram = await startATelegram();
    phone = await telegram.connect(open);
    await logIn(telegram, phone, owner);
    screen = await telegram.connect(open);
  });
  afterEach(() => telegram.close());

  it('ends when a logged-in device confirms it, and both are told', async () => {
    const shown = await exportToken(screen);
    expect(shown).toMatchObject({ _: 'auth.loginToken', token: expect.any(Buffer) });
    const left = Number(shown.expires) - Date.now() / 1000;
    expect(left).toBeGreaterThan(tokenLifetimeSeconds - 3);
    expect(left).toBeLessThanOrEqual(tokenLifetimeSeconds);

    const accepted = await phone.call('auth.acceptLoginToken', { token: shown.token });
    expect(accepted).toMatchObject({ _: 'authorization', deviceModel: expect.any(String) });
    await expect.poll(() => screen.updates).toMatchObject([{ _: 'updateLoginToken' }]);
    expect(await exportToken(screen)).toMatchObject({
      _: 'auth.loginTokenSuccess',
      authorization: { _: 'auth.authorization', user: { self: true, firstName: owner.firstName } },
    });
    await expect
      .poll(() => phone.updates)
      .toMatchObject([
        { _: 'updateNewAuthorization', unconfirmed: true, hash: accepted.hash, device: accepted.deviceModel },
      ]);
    const { authorizations } = await phone.call('account.getAuthorizations');
    expect(authorizations).toMatchObject([{ current: true }, { hash: accepted.hash, unconfirmed: true }]);
  });

  it('is renewed as often as is asked, and every code lives thirty seconds', async () => {
    const first = await exportToken(screen);
    telegram.moveClock(20);
    const second = await exportToken(screen);
    expect(second.token).not.toEqual(first.token);
    telegram.moveClock(11);
    await expect(phone.call('auth.acceptLoginToken', { token: first.token })).rejects.toMatchObject({
      code: 400,
      message: 'AUTH_TOKEN_EXPIRED',
    });
    expect(await phone.call('auth.acceptLoginToken', { token: second.token })).toMatchObject({
      _: 'authorization',
    });
    await expect(phone.call('auth.acceptLoginToken', { token: second.token })).rejects.toMatchObject({
      message: 'AUTH_TOKEN_ALREADY_ACCEPTED',
    });
    expect(await exportToken(screen)).toMatchObject({ _: 'auth.loginTokenSuccess' });
  });

  it('is refused for codes nobody shows and people the device already knows', async () => {
    const token = Buffer.alloc(32, 7);
    for (const method of ['auth.acceptLoginToken', 'auth.importLoginToken']) {
      await expect(phone.call(method, { token }), method).rejects.toMatchObject({
        code: 400,
        message: 'AUTH_TOKEN_INVALID',
      });
    }
    const shown = await exportToken(screen, [BigInt(owner.id)]);
    await expect(phone.call('auth.acceptLoginToken', { token: shown.token })).rejects.toMatchObject({
      message: 'AUTH_TOKEN_EXCEPTION',
    });
    await expect(screen.call('auth.acceptLoginToken', { token: shown.token })).rejects.toMatchObject({
      code: 401,
      message: 'AUTH_KEY_UNREGISTERED',
    });
  });

  it('asks for the two-step password of whoever confirmed it', async () => {
    await telegram.accounts().passwords.set(owner.id, 'secret', 'a hint');
    const shown = await exportToken(screen);
    await phone.call('auth.acceptLoginToken', { token: shown.token });
    await expect(exportToken(screen)).rejects.toMatchObject({
      code: 401,
      message: 'SESSION_PASSWORD_NEEDED',
    });
    const { authorizations } = await phone.call('account.getAuthorizations');
    expect(authorizations).toMatchObject([{ current: true }, { passwordPending: true }]);
    expect(await screen.checkPassword('secret')).toMatchObject({ user: { firstName: owner.firstName } });
  });

  it('moves to the data centre of the account, with the password too', async () => {
    telegram.accounts().standings.setHomeDc(owner.id, 1);
    await telegram.accounts().passwords.set(owner.id, 'secret');
    const shown = await exportToken(screen);
    await phone.call('auth.acceptLoginToken', { token: shown.token });
    const moved = await exportToken(screen);
    expect(moved).toMatchObject({ _: 'auth.loginTokenMigrateTo', dcId: 1, token: expect.any(Buffer) });
    await screen.moveTo(1);
    await expect(screen.call('auth.importLoginToken', { token: moved.token })).rejects.toMatchObject({
      code: 401,
      message: 'SESSION_PASSWORD_NEEDED',
    });
    expect(await screen.checkPassword('secret')).toMatchObject({ user: { firstName: owner.firstName } });
    expect(await screen.call('help.getNearestDc')).toMatchObject({ thisDc: 1 });
    await expect(screen.call('auth.importLoginToken', { token: moved.token })).rejects.toMatchObject({
      message: 'AUTH_TOKEN_INVALID',
    });
  });

  it('goes on after a restart between showing and confirming', async () => {
    const shown = await exportToken(screen);
    await telegram.restart();
    await phone.call('auth.acceptLoginToken', { token: shown.token });
    expect(await exportToken(screen)).toMatchObject({ _: 'auth.loginTokenSuccess' });
  });
});
