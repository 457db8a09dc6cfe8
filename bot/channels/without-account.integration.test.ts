import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { readEnvironment } from '#server/env.ts';
import { type Gateway, startGateway } from '#server/gateway/start-gateway.ts';
import type { Started } from '#server/process.ts';
import { aVault } from '#server/vault/a-vault.ts';
import { startBotApiSource } from '#server/worker/start-bot-api-source.ts';
import { silentLog } from '../a-conversation.ts';
import { startConversation } from '../start-conversation.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'channel-pulse-no-account-'));
const { owner, stranger } = people;
let test: TestDatabase;
let database: Database;
let sandbox: Sandbox;
let gateway: Gateway;
let parts: Started[] = [];

/** Bot, gateway and worker with nothing but the bot's token: no application id, no session. */
beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url, { poolSize: 12 });
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [] });
  const variables = {
    TELEGRAM_BOT_TOKEN: sandbox.addresses.botToken,
    TELEGRAM_API_ROOT: sandbox.addresses.botApiRoot,
    TELEGRAM_USE_WEBHOOK: 'false',
    DATABASE_URL: test.url,
    GATEWAY_TOKEN: 'g'.repeat(40),
  };
  const environment = readEnvironment(variables, 'bot');
  const shared = { database, log: silentLog, registry: new Registry() };
  gateway = await startGateway({
    ...{ ...shared, vault: aVault(), mtproto: environment.mtproto, botToken: environment.telegramBotToken },
    ...{ host: '127.0.0.1', port: 0, url: null, token: environment.gatewayToken, databaseUrl: test.url },
  });
  const conversation = await startConversation({
    ...shared,
    environment: { ...environment, gatewayUrl: gateway.url, port: 0 },
  });
  parts = [...conversation.parts, startBotApiSource({ environment, database, log: silentLog })];
});

afterAll(async () => {
  for (const part of parts.toReversed()) await part.stop();
  await gateway.stop();
  await sandbox.close();
  await database.close();
  await test.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Says something and waits for the bot's last message to become this; with `~` for no-break spaces. */
async function ask(personId: string, text: string, expected: RegExp): Promise<string> {
  await sandbox.control.sendMessage({ personId, text });
  let said = '';
  const read = async (): Promise<string> => {
    const { messages } = await sandbox.control.readChat({ personId });
    const last = messages.at(-1);
    said = last?.from?.is_bot === true ? (last.text ?? '').replaceAll('\u00A0', '~') : '';
    return said;
  };
  await expect.poll(read, { timeout: 30_000 }).toMatch(expected);
  return said;
}

describe('without any account', () => {
  it('a link ends in a card with the subscribers and one sentence about the posts, in both languages', async () => {
    await sandbox.control.startBot({ personId: owner.id });
    const russian = (await ask(owner.id, 't.me/ostrov_utra', /^📈/)).split('\n');
    expect(russian).toEqual([
      '📈 Остров утра · @ostrov_utra',
      expect.stringMatching(/^7~\d{3} подписчик(а|ов)? · изменение за 7 дней: —, появится \d+~[а-я]+$/),
      'Посты: — (чтобы их читать, нужен подключённый аккаунт)',
      'Обновлено только что',
    ]);
    await sandbox.control.startBot({ personId: stranger.id });
    const english = (await ask(stranger.id, '@gorod_vesti', /^📈/)).split('\n');
    expect(english).toEqual([
      expect.stringMatching(/^📈 .+ · @gorod_vesti$/),
      expect.stringMatching(/^[\d,]+ subscribers · 7-day change: — until /),
      'Posts: — (to read them I need a connected account)',
      'Updated just now',
    ]);
  });

  it('what is stored says that the Bot API told it, and the subscribers are the channel’s own', async () => {
    const channelId = '2200000105';
    const subscribers = sandbox.world.subscribers(channelId);
    const [channel] = await database.query(
      'SELECT username, visibility, state, source, subscribers IS NOT NULL AS is_counted FROM channels WHERE channel_id = $1',
      [channelId],
    );
    expect(channel).toEqual({
      username: 'ostrov_utra',
      visibility: 'public',
      state: 'active',
      source: 'bot_api',
      is_counted: true,
    });
    const snapshots = await database.query<{ subscribers: number; source: string }>(
      'SELECT subscribers, source FROM channel_snapshots WHERE channel_id = $1',
      [channelId],
    );
    expect(snapshots.length).toBeGreaterThan(0);
    for (const snapshot of snapshots) {
      expect(snapshot.source).toBe('bot_api');
      // Time goes on in this world while the test runs.
      expect(Math.abs(snapshot.subscribers - (subscribers ?? 0))).toBeLessThan(50);
    }
  });

  it.each([
    ['@ostrov_utra_chat', /^@ostrov_utra_chat is not a channel but a group\./],
    ['@nobody_has_this', /^There is no channel @nobody_has_this\./],
  ])('%s is refused with its reason', async (name, said) => {
    await ask(stranger.id, name, said);
  });

  it('/status lists the channel without an error', async () => {
    expect(await ask(stranger.id, '/status', /gorod_vesti/)).toMatch(
      /@gorod_vesti — updated (just now|\d+~min ago)$/,
    );
  });
});
