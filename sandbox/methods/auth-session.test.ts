import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type ATelegram, startATelegram } from './a-telegram.test-client.ts';
import { type AnyClient, anyClients, connectWithTemporaryKeys } from './any-client.test-client.ts';
import { logIn } from './log-in.test-client.ts';
import type { Plain } from './plain.test-client.ts';

const { owner, editor } = people;
const daySeconds = 86_400;
const self = { id: [{ _: 'inputUserSelf' }] };

describe.each(anyClients)('the logins of somebody through %s', (_, open) => {
  let telegram: ATelegram;
  let first: AnyClient;
  let second: AnyClient;

  beforeEach(async () => {
    telegram = await startATelegram();
    first = await telegram.connect(open);
    await logIn(telegram, first, owner);
    telegram.moveClock(10);
    second = await telegram.connect(open);
    await logIn(telegram, second, owner);
  });
  afterEach(() => telegram.close());

  async function listLogins(client: AnyClient): Promise<Plain[]> {
    return (await client.call('account.getAuthorizations')).authorizations as Plain[];
  }

  it('are listed with their devices and dates, the own one first and known by 0', async () => {
    const foreign = await telegram.connect(open);
    await logIn(telegram, foreign, editor);
    const [own, other, ...rest] = await listLogins(second);
    expect(rest).toEqual([]);
    expect(own).toMatchObject({ current: true, hash: 0n, unconfirmed: true });
    expect(other).not.toHaveProperty('current');
    expect(other).toMatchObject({ ip: '127.0.0.1', country: expect.any(String), apiId: expect.any(Number) });
    expect(Number(own?.dateCreated) - Number(other?.dateCreated)).toBeGreaterThanOrEqual(9);
    expect(other?.deviceModel).not.toBe('');
    telegram.moveClock(7 * daySeconds);
    expect((await listLogins(second))[0]).not.toHaveProperty('unconfirmed');
  });

  it('cannot be ended by one that is younger than a day', async () => {
    telegram.moveClock(daySeconds - 60);
    const [, other] = await listLogins(second);
    const refusal = { code: 406, message: 'FRESH_RESET_AUTHORISATION_FORBIDDEN' };
    const reset = second.call('account.resetAuthorization', { hash: other?.hash });
    await expect(reset).rejects.toMatchObject(refusal);
    await expect(second.call('auth.resetAuthorizations')).rejects.toMatchObject(refusal);
    expect(await listLogins(first)).toHaveLength(2);
  });

  it('can be ended one by one by an older one, and are then told so', async () => {
    telegram.moveClock(daySeconds + 1);
    const [, other] = await listLogins(first);
    for (const hash of [0n, 42n]) {
      await expect(first.call('account.resetAuthorization', { hash })).rejects.toMatchObject({
        code: 400,
        message: 'HASH_INVALID',
      });
    }
    expect(await first.call('account.resetAuthorization', { hash: other?.hash })).toMatchObject({
      value: true,
    });
    expect(await listLogins(first)).toHaveLength(1);
    await expect(second.call('users.getUsers', self)).rejects.toMatchObject({
      code: 401,
      message: 'SESSION_REVOKED',
    });
    await telegram.restart();
    await expect(second.call('users.getUsers', self)).rejects.toMatchObject({ message: 'SESSION_REVOKED' });
    expect(await logIn(telegram, second, owner)).toMatchObject({ _: 'auth.authorization' });
  });

  it('can all be ended but the own one', async () => {
    telegram.moveClock(daySeconds + 1);
    const foreign = await telegram.connect(open);
    await logIn(telegram, foreign, editor);
    expect(await first.call('auth.resetAuthorizations')).toMatchObject({ value: true });
    await expect(second.call('users.getUsers', self)).rejects.toMatchObject({ message: 'SESSION_REVOKED' });
    expect((await first.call('users.getUsers', self)).value).toMatchObject([{ self: true }]);
    expect((await foreign.call('users.getUsers', self)).value).toMatchObject([{ self: true }]);
  });

  it('end with a log-out, which the next call is told', async () => {
    expect(await second.call('auth.logOut')).toMatchObject({ _: 'auth.loggedOut' });
    expect(await listLogins(first)).toHaveLength(1);
    await expect(second.call('users.getUsers', self)).rejects.toMatchObject({
      code: 401,
      message: 'AUTH_KEY_UNREGISTERED',
    });
  });

  it('outlive a restart, and so does their list', async () => {
    const before = await listLogins(first);
    await telegram.restart();
    const after = await listLogins(first);
    expect(after.map(({ hash, dateCreated }) => [hash, dateCreated])).toEqual(
      before.map(({ hash, dateCreated }) => [hash, dateCreated]),
    );
    expect((await second.call('users.getUsers', self)).value).toMatchObject([{ firstName: owner.firstName }]);
  });

  it('tell the others of a new one, and nobody else', async () => {
    await expect
      .poll(() => first.updates)
      .toMatchObject([{ _: 'updateNewAuthorization', unconfirmed: true }]);
    expect(second.updates).toEqual([]);
    expect((await listLogins(first)).map(({ hash }) => hash)).toContain(first.updates[0]?.hash);
  });

  it('are carried to another data centre by the library itself, and are still one', async () => {
    expect((await second.call('users.getUsers', self, 1)).value).toMatchObject([
      { firstName: owner.firstName },
    ]);
    const [, away] = telegram.keyStores();
    expect(away?.list().map(({ authorization }) => authorization.userId)).toContain(owner.id);
    expect(await listLogins(second)).toHaveLength(2);
  });

  it('end together in all data centres they were carried to', async () => {
    const { id, bytes } = await second.call('auth.exportAuthorization', { dcId: 1 });
    const away = await telegram.connect(open);
    await away.moveTo(1);
    await away.call('auth.importAuthorization', { id, bytes });
    expect((await away.call('users.getUsers', self)).value).toMatchObject([{ firstName: owner.firstName }]);
    // One login on two keys.
    expect(await listLogins(first)).toHaveLength(2);
    await second.call('auth.logOut');
    await expect(away.call('users.getUsers', self)).rejects.toMatchObject({
      message: 'AUTH_KEY_UNREGISTERED',
    });
  });
});

describe('a login with temporary keys', () => {
  it('is one login, hears of others, and ends as any', async () => {
    const telegram = await startATelegram();
    try {
      const client = await telegram.connect(connectWithTemporaryKeys);
      await logIn(telegram, client, owner);
      const other = await telegram.connect(connectWithTemporaryKeys);
      await logIn(telegram, other, owner);
      await expect.poll(() => client.updates).toMatchObject([{ _: 'updateNewAuthorization' }]);
      telegram.moveClock(daySeconds + 1);
      expect((await client.call('account.getAuthorizations')).authorizations).toHaveLength(2);
      await client.call('auth.resetAuthorizations');
      await expect(other.call('users.getUsers', self)).rejects.toMatchObject({ message: 'SESSION_REVOKED' });
    } finally {
      await telegram.close();
    }
  });
});
