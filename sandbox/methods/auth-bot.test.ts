import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testApi } from './a-caller.ts';
import { type ATelegram, startATelegram } from './a-telegram.test-client.ts';
import { type AnyClient, anyClients } from './any-client.test-client.ts';

const login = { ...testApi, flags: 0, botAuthToken: 'bot-token' };

describe.each(anyClients)('a bot through %s', (_, open) => {
  let telegram: ATelegram;
  let client: AnyClient;

  beforeEach(async () => {
    telegram = await startATelegram();
    client = await telegram.connect(open);
  });
  afterEach(() => telegram.close());

  it('logs in with its token and has no list of logins', async () => {
    await expect(
      client.call('auth.importBotAuthorization', { ...login, botAuthToken: 'other' }),
    ).rejects.toMatchObject({ code: 400, message: 'ACCESS_TOKEN_INVALID' });
    const { user } = await client.call('auth.importBotAuthorization', login);
    expect(user).toMatchObject({ self: true, bot: true });
    for (const method of ['account.getAuthorizations', 'auth.resetAuthorizations']) {
      await expect(client.call(method), method).rejects.toMatchObject({
        code: 400,
        message: 'BOT_METHOD_INVALID',
      });
    }
    expect(await client.call('auth.logOut')).toMatchObject({ _: 'auth.loggedOut' });
  });

  it('is sent to the data centre it lives in, and goes there', async () => {
    await client.moveTo(1);
    expect(await client.call('help.getNearestDc')).toMatchObject({ thisDc: 1 });
    await client.call('auth.importBotAuthorization', login);
    expect(await client.call('help.getNearestDc')).toMatchObject({ thisDc: 2 });
  });
});
