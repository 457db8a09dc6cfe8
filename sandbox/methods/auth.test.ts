import { beforeAll, describe, expect, it } from 'vitest';
import { aWorld } from '#sandbox/world/a-world.ts';
import { collector, people } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { aHandler, testApi } from './a-caller.ts';

const botId = '730000001';

let world: World;
let as: ReturnType<typeof aHandler>;

beforeAll(async () => {
  world = await aWorld();
  as = aHandler(world);
});

describe('help', () => {
  it('tell every data centre with its announced address', async () => {
    const config = await as(null, 2).ask({ _: 'help.getConfig' });
    expect(config).toMatchObject({
      this_dc: 2,
      dc_options: [
        { id: 1, ip_address: '127.0.1.1', port: 20_001 },
        { id: 2, ip_address: '127.0.1.2', port: 20_002 },
      ],
    });
    expect(await as(null).ask({ _: 'help.getNearestDc' })).toMatchObject({ this_dc: 2 });
    const app = await as(null).ask({ _: 'help.getAppConfig', hash: 0 });
    expect(app._).toBe('help.appConfig');
    expect(await as(null).ask({ _: 'help.getAppConfig', hash: app.hash })).toEqual({
      _: 'help.appConfigNotModified',
    });
  });
});

describe('auth and account', () => {
  it('log a bot in by its token and nobody by anything else', async () => {
    const caller = as(null);
    const login = {
      _: 'auth.importBotAuthorization',
      api_id: testApi.apiId,
      api_hash: testApi.apiHash,
      bot_auth_token: 'bot-token',
    };
    await expect(caller.call({ ...login, bot_auth_token: 'other' })).rejects.toMatchObject({
      message: 'ACCESS_TOKEN_INVALID',
    });
    await expect(caller.call({ ...login, api_hash: 'other' })).rejects.toMatchObject({
      message: 'API_ID_INVALID',
    });
    expect(await caller.ask(login)).toMatchObject({ user: { self: true, bot: true, id: BigInt(botId) } });
    expect(caller.rpc.authorization.userId).toBe(botId);
    await caller.call({ _: 'auth.logOut' });
    expect(caller.rpc.authorization.userId).toBeNull();
  });

  it('carry a login to another data centre once', async () => {
    const home = as(collector.id, 2);
    const away = as(null, 1);
    for (const dc_id of [2, 9]) {
      await expect(home.call({ _: 'auth.exportAuthorization', dc_id })).rejects.toMatchObject({
        message: 'DC_ID_INVALID',
      });
    }
    const { id, bytes } = await home.ask({ _: 'auth.exportAuthorization', dc_id: 1 });
    const imported = { _: 'auth.importAuthorization', id, bytes };
    expect(await away.ask(imported)).toMatchObject({ user: { id: BigInt(collector.id) } });
    expect(away.rpc.authorization.userId).toBe(collector.id);
    await expect(away.call(imported)).rejects.toMatchObject({ message: 'AUTH_BYTES_INVALID' });
  });

  it('list the own login as the current one', async () => {
    const { authorizations } = await as(people.owner.id).ask({ _: 'account.getAuthorizations' });
    expect(authorizations).toMatchObject([{ current: true, hash: 0n, device_model: 'Test' }]);
  });
});
