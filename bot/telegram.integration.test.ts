import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import type { BotMessage } from '#sandbox/bot-api/bot-objects.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { readEnvironment } from '#server/env.ts';
import { type Gateway, startGateway } from '#server/gateway/start-gateway.ts';
import { createInboxWriter } from '#server/inbox/inbox.ts';
import { allowedUpdates } from '#server/telegram-bot-api/allowed-updates.ts';
import { createBotApiClient } from '#server/telegram-bot-api/client.ts';
import { aVault } from '#server/vault/a-vault.ts';
import { silentLog } from './a-conversation.ts';
import { startPolling, WebhookElsewhereError } from './polling/poll-updates.ts';
import { type Conversation, startConversation } from './start-conversation.ts';

const secret = 'w'.repeat(40);
const gatewayToken = 'g'.repeat(40);
const dataDir = mkdtempSync(join(tmpdir(), 'channel-pulse-bot-'));
let test: TestDatabase;
let database: Database;
let sandbox: Sandbox;
let gateway: Gateway;
let conversation: Conversation;

/** The bot and the gateway as they run in the demo, on the local Telegram; only their processes are one. */
beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url, { poolSize: 12 });
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [] });
  const { addresses } = sandbox;
  const variables = {
    TELEGRAM_BOT_TOKEN: addresses.botToken,
    TELEGRAM_API_ROOT: addresses.botApiRoot,
    DATABASE_URL: test.url,
    GATEWAY_TOKEN: gatewayToken,
    MTPROTO_DC: addresses.mtprotoDc,
    MTPROTO_DC_MAP: addresses.mtprotoDcMap,
    MTPROTO_PUBLIC_KEY_FILE: addresses.publicKeyFile,
    MTPROTO_CALL_BUDGET: 'off',
    TELEGRAM_API_ID: String(addresses.apiId),
    TELEGRAM_API_HASH: addresses.apiHash,
    TELEGRAM_SESSION_STRING: addresses.sessionString,
  };
  const shared = { database, log: silentLog, registry: new Registry() };
  gateway = await startGateway({
    ...shared,
    vault: aVault(),
    mtproto: readEnvironment(variables, 'gateway').mtproto,
    host: '127.0.0.1',
    port: 0,
    url: null,
    token: gatewayToken,
    databaseUrl: test.url,
  });
  conversation = await startConversation({
    ...shared,
    environment: {
      ...readEnvironment(variables, 'bot'),
      isWebhook: true,
      telegramWebhookUrl: 'http://127.0.0.1:1/telegram/webhook',
      telegramWebhookSecret: secret,
      gatewayUrl: gateway.url,
      miniAppUrl: 'http://127.0.0.1:8081',
      port: 0,
    },
  });
  const botApi = createBotApiClient({ apiRoot: addresses.botApiRoot, token: addresses.botToken });
  await botApi.setWebhook({
    url: `http://127.0.0.1:${conversation.port}/telegram/webhook`,
    secretToken: secret,
    allowedUpdates,
    maxConnections: 100,
    isDroppingPending: false,
  });
  await botApi.close();
});

afterAll(async () => {
  for (const part of conversation.parts.toReversed()) await part.stop();
  await gateway.stop();
  await sandbox.close();
  await database.close();
  await test.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The bot's last message to a person, once it is what is waited for; with `~` for no-break spaces. */
async function lastAnswer(personId: string, expected: RegExp): Promise<BotMessage> {
  let last: BotMessage | undefined;
  const read = async (): Promise<string> => {
    const { messages } = await sandbox.control.readChat({ personId });
    last = messages.at(-1);
    return last?.from?.is_bot === true ? textOf(last) : '';
  };
  await expect.poll(read, { timeout: 30_000 }).toMatch(expected);
  if (last === undefined) throw new Error('there is no message');
  return last;
}

const textOf = (message: BotMessage): string => (message.text ?? '').replaceAll('\u00A0', '~');
const { owner, stranger } = people;

describe('on the local Telegram, by webhook', () => {
  it('goes from /start to the card of a channel whose history came over MTProto (Russian)', async () => {
    await sandbox.control.startBot({ personId: owner.id });
    await lastAnswer(owner.id, /^Я считаю Telegram-каналы/);
    await sandbox.control.sendMessage({ personId: owner.id, text: 't.me/ostrov_utra' });
    const card = await lastAnswer(owner.id, /^📈/);
    const [title, subscribers, reach, posts, err, er, best, updated] = textOf(card).split('\n');
    expect(title).toBe('📈 Остров утра · @ostrov_utra');
    expect(subscribers).toMatch(/^7~\d{3} подписчик(а|ов)? · изменение за 7 дней: —, появится \d+~[а-я]+$/);
    expect(reach).toMatch(/^Средний охват поста [\d,]+K? · медиана [\d,]+K?$/);
    expect(posts).toMatch(/^\d+ (пост|поста|постов) за 30 дней, все старше суток$/);
    expect(err).toMatch(/^ERR [\d,]+~% — охват к числу подписчиков$/);
    expect(er).toMatch(/^ER [\d,]+~% — [а-я, ]+ на просмотр$/);
    expect(best).toMatch(/^Лучший: /);
    expect(updated).toBe('Обновлено только что');
    const { messages } = await sandbox.control.readChat({ personId: owner.id });
    expect(messages.filter((message) => message.from?.is_bot)).toHaveLength(2);
  });

  it('refreshes the card in place', async () => {
    const card = await lastAnswer(owner.id, /^📈/);
    const { answer } = await sandbox.control.pressButton({
      personId: owner.id,
      messageId: card.message_id,
      data: 'refresh:2200000105',
    });
    expect(['Спрашиваю Telegram…', 'Это свежие цифры']).toContain(answer?.text);
    expect((await lastAnswer(owner.id, /^📈 Остров утра/)).message_id).toBe(card.message_id);
  });

  it.each([
    ['@ostrov_utra_chat', '@ostrov_utra_chat is not a channel but a group. Send me a link to a channel.'],
    ['@olga_mironova', '@olga_mironova is not a channel but a person. Send me a link to a channel.'],
    ['@channel_pulse_bot', '@channel_pulse_bot is not a channel but a bot. Send me a link to a channel.'],
    [
      '@no_such_channel_here',
      'There is no channel @no_such_channel_here. Check the name: it must be the one in the link t.me/…',
    ],
    [
      't.me/+AbCdEf123456',
      "I can't see this channel: it is private. Add me as an administrator, or connect an account that is a member.",
    ],
  ])('says what %s is instead of a channel, in English, and stores nothing', async (name, sentence) => {
    await sandbox.control.sendMessage({ personId: stranger.id, text: `/stats ${name}` });
    const answer = await lastAnswer(stranger.id, /\.|…$/);
    await expect.poll(async () => textOf(await lastAnswer(stranger.id, /./))).toBe(sentence);
    expect(answer.from?.is_bot).toBe(true);
    const tracked = await database.query('SELECT 1 FROM tracked_channels WHERE viewer_id = $1', [
      stranger.id,
    ]);
    expect(tracked).toEqual([]);
  });

  it('tells about a forwarded post of a channel', async () => {
    const { postViews } = await sandbox.control.readTruth({ channelId: '2200000106' });
    const messageId = postViews.at(-1)?.postId ?? 0;
    await sandbox.control.forwardPost({ personId: stranger.id, channelId: '2200000106', messageId });
    expect(textOf(await lastAnswer(stranger.id, /^📈/))).toMatch(/^📈 Island Morning · @island_morning\n/);
  });

  it('took every update at its first delivery', async () => {
    const deliveries = await sandbox.control.listDeliveries();
    expect(deliveries.length).toBeGreaterThan(7);
    for (const { outcome, attempts } of deliveries) {
      expect(outcome).toBe('delivered');
      expect(attempts.map(({ status }) => status)).toEqual([200]);
    }
  });
});

describe('on the local Telegram, by polling', () => {
  it('refuses to begin while a webhook is set, and answers people when there is none', async () => {
    const { addresses } = sandbox;
    const inbox = createInboxWriter(database, () => new Date());
    const botApi = createBotApiClient({ apiRoot: addresses.botApiRoot, token: addresses.botToken });
    await expect(startPolling({ botApi, inbox, log: silentLog })).rejects.toThrow(WebhookElsewhereError);
    await botApi.deleteWebhook({ isDroppingPending: false });
    const polling = await startPolling({ botApi, inbox, log: silentLog });
    await sandbox.control.sendMessage({ personId: stranger.id, text: '/help' });
    await lastAnswer(stranger.id, /^Send a link to a channel/);
    await polling.stop();
    await botApi.close();
  });
});
