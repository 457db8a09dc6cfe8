import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { saveAccountSettings } from '#server/db/queries/save-account-settings.ts';
import type { AccountClient } from '#server/gateway-client/account-answers.ts';
import { buildStatus } from '#server/gateway-client/build-status.ts';
import { createAccountClient } from '#server/gateway-client/create-account-client.ts';
import { createLog } from '#server/log.ts';
import { aScriptedTelegram, messageText, privateName } from '../chats/a-scripted-telegram.ts';
import type { MtprotoFailure } from '../telegram/mtproto-failure.ts';
import { createApp } from './create-app.ts';

const token = 'gateway-token-'.repeat(4);
const account = { accountId: '7', viewerId: '3' };
/** The eleventh chat of the list is the first person. */
const privateId = '9010';

describe('the chats of an account, asked of the gateway that holds it', () => {
  let place: TestDatabase;
  let database: Database;
  let server: Server;
  let client: AccountClient;
  let telegram: ReturnType<typeof aScriptedTelegram>;
  let heldReason: string | null = null;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
    const status = buildStatus(
      {
        ...{ isEnabled: false, isExclusive: false, isBudgeted: false, dc: null, dcMap: new Map() },
        ...{ publicKeyFile: null, apiId: null, apiHash: null, sessionString: null },
      },
      { accountId: null, reason: null },
    );
    server = createServer(
      createApp({
        ...{ token, database, log: createLog('gateway', 'silent'), now: () => new Date() },
        ...{ source: () => null, reason: () => null, status: () => status },
        connect: async () => undefined,
        resolve: async () => ({ kind: 'no-source' }),
        accounts: {
          reason: () => heldReason,
          source: (accountId) =>
            accountId !== account.accountId || heldReason !== null
              ? null
              : {
                  ...{ accountId, kind: 'viewer', viewerId: account.viewerId, epoch: '1' },
                  interactive: telegram.session,
                  session: { ...telegram.session, interactive: telegram.session, at: () => telegram.session },
                },
        },
      }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await database.query(
      `INSERT INTO accounts (account_id, kind, telegram_user_id, viewer_id, created_at, lease_owner, lease_address,
         heartbeat_at)
       VALUES (7, 'viewer', 70, 3, clock_timestamp(), 'g', $1, 'infinity')`,
      [url],
    );
    client = createAccountClient({ database, token });
  });
  afterAll(async () => {
    await client.close();
    await new Promise((resolve) => server.close(resolve));
    await database.close();
    await place.drop();
  });
  beforeEach(async () => {
    telegram = aScriptedTelegram();
    heldReason = null;
    await saveAccountSettings(database, '7', { sharesPublic: false, showsPrivateChats: false });
  });

  it('are channels and groups, and private talks only while their owner wants to see them', async () => {
    const typesOf = async (): Promise<Set<string>> => {
      const list = await client.listChats(account, { limit: 100 });
      return new Set(list.kind === 'answer' ? list.value.chats.map(({ type }) => type) : [list.kind]);
    };
    const readPrivate = (): Promise<{ kind: string }> => client.readChat(account, privateId, { limit: 5 });
    expect(await typesOf()).toEqual(new Set(['channel']));
    expect(await readPrivate()).toMatchObject({ kind: 'problem', code: 'chat-unknown' });

    await saveAccountSettings(database, '7', { sharesPublic: null, showsPrivateChats: true });
    expect(await typesOf()).toEqual(new Set(['channel', 'private']));
    expect(await readPrivate()).toMatchObject({
      kind: 'answer',
      value: { chat: { type: 'private', title: privateName }, messages: [{ text: messageText }] },
    });

    await saveAccountSettings(database, '7', { sharesPublic: null, showsPrivateChats: false });
    expect(await typesOf()).toEqual(new Set(['channel']));
    expect(await readPrivate()).toMatchObject({ kind: 'problem', code: 'chat-unknown' });
  });

  it('are stored in no table, private or not', async () => {
    await saveAccountSettings(database, '7', { sharesPublic: null, showsPrivateChats: true });
    await client.listChats(account, { limit: 100 });
    await client.readChat(account, privateId, { limit: 5 });
    const tables = await database.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
      [],
    );
    const stored: string[] = [];
    for (const { name } of tables) {
      const rows = await database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`, []);
      stored.push(...rows.map(({ row }) => row));
    }
    expect(stored.length).toBeGreaterThan(0);
    for (const shown of [privateName, messageText, privateId]) expect(stored.join('\n')).not.toContain(shown);
  });

  it.each([
    ['another viewer', { ...account, viewerId: '4' }],
    ['no viewer at all', { ...account, viewerId: '' }],
  ])('are told to nobody but their owner: not to %s, and Telegram is not asked', async (_name, asked) => {
    expect(await client.listChats(asked, { limit: 5 })).toMatchObject({ kind: 'problem' });
    expect(await client.readChat(asked, '-1000000001000', { limit: 5 })).toMatchObject({ kind: 'problem' });
    expect(await client.listLogins(asked)).toMatchObject({ kind: 'problem' });
    expect(await client.endOtherLogins(asked)).toMatchObject({ kind: 'problem' });
    expect(telegram.calls).toEqual([]);
  });

  it.each<[string, MtprotoFailure, object]>([
    [
      'Telegram asks for patience',
      { kind: 'flood-wait', seconds: 61, code: 'FLOOD_WAIT' },
      { code: 'flood-wait', retryAfterSeconds: 61 },
    ],
    [
      'the session was ended',
      { kind: 'session-dead', code: 'SESSION_REVOKED' },
      { code: 'no-session', reason: 'SESSION_REVOKED' },
    ],
    [
      'the account is frozen',
      { kind: 'frozen', code: 'FROZEN_METHOD_INVALID' },
      { code: 'no-session', reason: 'FROZEN_METHOD_INVALID' },
    ],
    [
      'Telegram has trouble of its own',
      { kind: 'server-trouble', code: 'RPC_CALL_FAIL' },
      { code: 'telegram-trouble', reason: 'RPC_CALL_FAIL' },
    ],
  ])('cannot be told while %s', async (_name, failure, expected) => {
    // The list is fresh enough not to be asked for again: it is the messages that Telegram refuses.
    await client.listChats(account, { limit: 5 });
    telegram.fail(failure);
    const refused = await client.readChat(account, '-1000000001000', { limit: 5 });
    expect(refused).toMatchObject({ kind: 'problem', ...expected });
  });

  it('are not found any more once Telegram refuses a chat that was left', async () => {
    await client.listChats(account, { limit: 5 });
    telegram.fail({ kind: 'channel-unavailable', code: 'CHANNEL_PRIVATE' });
    expect(await client.readChat(account, '-1000000001000', { limit: 5 })).toMatchObject({
      ...{ kind: 'problem', code: 'chat-unknown' },
    });
  });

  it('say why the account cannot be used here, and who to ask when nobody holds it', async () => {
    heldReason = 'ECONNRESET';
    expect(await client.listChats(account, { limit: 5 })).toEqual({
      ...{ kind: 'problem', code: 'no-session', reason: 'ECONNRESET', retryAfterSeconds: null },
    });
    const nobodys = { ...account, accountId: '8' };
    expect(await client.listChats(nobodys, { limit: 5 })).toEqual({ kind: 'unreachable' });
  });
});
