import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRaw } from '#sandbox/mtproto/raw-client.test-client.ts';
import { people } from '#sandbox/world/people.ts';
import { type ATelegram, startATelegram } from './a-telegram.test-client.ts';
import { type AnyClient, anyClients } from './any-client.test-client.ts';
import { logIn } from './log-in.test-client.ts';
import type { Plain } from './plain.test-client.ts';

const { owner, stranger } = people;
const self = { id: [{ _: 'inputUserSelf' }] };
const appConfig = 'help.getAppConfig';

describe.each(anyClients)('a trouble with the account through %s', (_, open) => {
  let telegram: ATelegram;
  let client: AnyClient;

  beforeEach(async () => {
    telegram = await startATelegram();
    client = await telegram.connect(open);
  });
  afterEach(() => telegram.close());

  async function readFreeze(): Promise<unknown[]> {
    const { config } = await client.call(appConfig, { hash: 0 });
    const fields = (config as { value: { key: string; value: Plain }[] }).value;
    return fields.map(({ key, value }) => [key, value.value]);
  }

  it('is that it is frozen: it may look around where it is, and says since when and until when', async () => {
    await logIn(telegram, client, owner);
    const resolve = { username: 'gorod_vesti' };
    const { chats } = await client.call('contacts.resolveUsername', resolve);
    const [news] = chats as { id: bigint | number; accessHash: bigint }[];
    const channel = { _: 'inputChannel', channelId: news?.id, accessHash: news?.accessHash };
    expect(await readFreeze()).toEqual([]);

    const freeze = { since: 1_790_000_000, until: 1_795_000_000, appealUrl: 'https://t.me/spambot' };
    telegram.accounts().standings.setFreeze(owner.id, freeze);
    await expect(client.call('contacts.resolveUsername', resolve)).rejects.toMatchObject({
      code: 420,
      message: 'FROZEN_METHOD_INVALID',
    });
    await expect(client.call('auth.resetAuthorizations')).rejects.toMatchObject({
      message: 'FROZEN_METHOD_INVALID',
    });
    await expect(client.call('channels.getFullChannel', { channel })).rejects.toMatchObject({
      code: 400,
      message: 'FROZEN_PARTICIPANT_MISSING',
    });
    expect((await client.call('users.getUsers', self)).value).toMatchObject([{ self: true }]);
    expect(await readFreeze()).toEqual([
      ['freeze_since_date', freeze.since],
      ['freeze_until_date', freeze.until],
      ['freeze_appeal_url', freeze.appealUrl],
    ]);
    telegram.accounts().standings.setFreeze(owner.id, null);
    expect(await client.call('channels.getFullChannel', { channel })).toMatchObject({
      _: 'messages.chatFull',
    });
  });

  it('is that its key is used from two connections, when that is watched, and then for good', async () => {
    await logIn(telegram, client, stranger);
    expect((await client.call('users.getUsers', self)).value).toHaveLength(1);
    const [home] = telegram.dataCentres();
    const key = home?.keyStore.list().find(({ authorization }) => authorization.userId === stranger.id);
    if (home === undefined || key === undefined) throw new Error('nobody is logged in');
    const second = await openRaw(home, key.authKey);
    second.request({ _: 'ping', ping_id: 1n });
    await second.next('bad_server_salt');
    expect((await client.call('users.getUsers', self)).value).toHaveLength(1);
    telegram.accounts().standings.refusesSharedKeys = true;
    const refusal = { code: 406, message: 'AUTH_KEY_DUPLICATED' };
    await expect(client.call('users.getUsers', self)).rejects.toMatchObject(refusal);
    second.socket.destroy();
    telegram.accounts().standings.refusesSharedKeys = false;
    await expect(client.call('users.getUsers', self)).rejects.toMatchObject(refusal);
  });
});
