import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type ATelegram, startATelegram } from './a-telegram.test-client.ts';
import { type AnyClient, anyClients } from './any-client.test-client.ts';
import { logIn } from './log-in.test-client.ts';

const { owner } = people;
const password = 'correct horse, батарея';

describe.each(anyClients)('a two-step password through %s', (_, open) => {
  let telegram: ATelegram;
  let client: AnyClient;

  beforeEach(async () => {
    telegram = await startATelegram();
    await telegram.accounts().passwords.set(owner.id, password, 'the usual');
    client = await telegram.connect(open);
  });
  afterEach(() => telegram.close());

  async function logInHalf(): Promise<void> {
    await expect(logIn(telegram, client, owner)).rejects.toMatchObject({
      code: 401,
      message: 'SESSION_PASSWORD_NEEDED',
    });
  }

  it('is wanted after the code and ends the login', async () => {
    await logInHalf();
    const self = { id: [{ _: 'inputUserSelf' }] };
    await expect(client.call('users.getUsers', self)).rejects.toMatchObject({
      message: 'AUTH_KEY_UNREGISTERED',
    });
    const question = await client.call('account.getPassword');
    expect(question).toMatchObject({ _: 'account.password', hasPassword: true, hint: 'the usual' });
    expect(await client.checkPassword(password)).toMatchObject({ user: { firstName: owner.firstName } });
    expect((await client.call('users.getUsers', self)).value).toMatchObject([{ self: true }]);
  });

  it('is refused when it is wrong, empty, or answers no question that was asked', async () => {
    await logInHalf();
    for (const wrong of ['', 'correct horse', password.toUpperCase()]) {
      await expect(client.checkPassword(wrong), wrong).rejects.toMatchObject({
        code: 400,
        message: 'PASSWORD_HASH_INVALID',
      });
    }
    const proof = { _: 'inputCheckPasswordSRP', srpId: 42n, A: Buffer.alloc(256, 1), M1: Buffer.alloc(32) };
    await expect(client.call('auth.checkPassword', { password: proof })).rejects.toMatchObject({
      code: 400,
      message: 'SRP_ID_INVALID',
    });
    const empty = { _: 'inputCheckPasswordEmpty' };
    await expect(client.call('auth.checkPassword', { password: empty })).rejects.toMatchObject({
      message: 'PASSWORD_HASH_INVALID',
    });
    expect(await client.checkPassword(password)).toMatchObject({ _: 'auth.authorization' });
  });

  it('can be guessed ten times a day', async () => {
    await logInHalf();
    await expect(client.checkPassword('wrong')).rejects.toMatchObject({ message: 'PASSWORD_HASH_INVALID' });
    for (let tries = 1; tries < 10; tries += 1) telegram.accounts().limits.noteWrong(`user-${owner.id}`);
    await expect(client.checkPassword(password)).rejects.toMatchObject({
      code: 420,
      message: expect.stringMatching(/^FLOOD_WAIT_86\d\d\d$/),
    });
  });

  it('is asked for only of somebody who has begun to log in', async () => {
    const refusal = { code: 401, message: 'AUTH_KEY_UNREGISTERED' };
    await expect(client.call('account.getPassword')).rejects.toMatchObject(refusal);
    await telegram.accounts().passwords.set(owner.id, null);
    expect(await logIn(telegram, client, owner)).toMatchObject({ _: 'auth.authorization' });
    const question = await client.call('account.getPassword');
    expect(question).not.toHaveProperty('hasPassword');
    expect(question).not.toHaveProperty('srpId');
  });

  it('is still wanted, and still the same, after a restart', async () => {
    await logInHalf();
    await telegram.restart();
    expect(await client.checkPassword(password)).toMatchObject({ user: { firstName: owner.firstName } });
  });
});
