import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import { request } from 'undici';
import { expect } from 'vitest';
import { createTestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import type { ResolveOutcome } from '#server/gateway-client/gateway-answers.ts';
import type { Log } from '#server/log.ts';
import { type ABotApi, aBotApi, close, listen } from './a-bot-api.ts';
import { startConversation } from './start-conversation.ts';
import { webhookPath } from './webhook/webhook-handler.ts';

/** A person who talks to the bot. */
export interface APerson {
  id: number;
  languageCode: string;
}

export interface AConversation {
  database: Database;
  botApi: ABotApi;
  /** What the gateway knows: names in lower case; every other name is not found. */
  names: Map<string, ResolveOutcome>;
  /** Names the gateway was asked for. */
  resolved: string[];
  /** Delivers an update through the webhook, as Telegram does. */
  deliver(update: object): Promise<number>;
  say(person: APerson, text: string, fields?: object): Promise<number>;
  press(person: APerson, messageId: number, data: string): Promise<number>;
  /** The texts of the messages the bot sent, once there are as many; with `~` for no-break spaces. */
  answers(count?: number): Promise<string[]>;
  /** Ends the bot and starts another one on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const secret = 's'.repeat(40);
/** A token of the right shape that is nobody's. */
const token = `42:${'A'.repeat(35)}`;
const webhookUrl = 'https://pulse.example/api/telegram/webhook';
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };

/**
 * The whole bot process on a real database, between a Bot API and a gateway that are HTTP servers of the test: updates
 * go in through the webhook, calls are read where they arrive.
 */
export async function aConversation(options: { adminIds?: string[] } = {}): Promise<AConversation> {
  const test = await createTestDatabase();
  const database = openDatabase(test.url, { poolSize: 10 });
  const botApi = await aBotApi({ webhookUrl });
  const names = new Map<string, ResolveOutcome>();
  const resolved: string[] = [];
  const gateway = createServer((question, answer) => {
    let body = '';
    question.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    question.on('end', () => {
      answer.writeHead(200, { 'content-type': 'application/json' });
      if (question.url !== '/internal/resolve') return void answer.end(JSON.stringify(gatewayStatus));
      const { name } = JSON.parse(body) as { name: string };
      resolved.push(name);
      answer.end(JSON.stringify(names.get(name.toLowerCase()) ?? { kind: 'not-found' }));
    });
  });
  const gatewayPort = await listen(gateway);

  const start = (): ReturnType<typeof startConversation> =>
    startConversation({
      database,
      log: silentLog,
      registry: new Registry(),
      environment: {
        telegramBotToken: token,
        telegramApiRoot: botApi.root,
        isWebhook: true,
        telegramWebhookUrl: webhookUrl,
        telegramWebhookSecret: secret,
        miniAppUrl: 'https://pulse.example',
        adminIds: options.adminIds ?? [],
        gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
        gatewayToken: 'g'.repeat(32),
        port: 0,
      },
    });
  let conversation = await start();
  let updateId = 1;
  let messageId = 1;

  async function deliver(update: object): Promise<number> {
    const response = await request(`http://127.0.0.1:${conversation.port}${webhookPath}`, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': secret },
      body: JSON.stringify(update),
    });
    await response.body.dump();
    return response.statusCode;
  }

  const from = ({ id, languageCode }: APerson): object => ({
    id,
    is_bot: false,
    first_name: 'Ann <b>',
    language_code: languageCode,
  });
  const chat = ({ id }: APerson): object => ({ id, type: 'private', first_name: 'Ann <b>' });
  const stopParts = async (): Promise<void> => {
    for (const part of conversation.parts.toReversed()) await part.stop();
  };

  return {
    database,
    botApi,
    names,
    resolved,
    deliver,
    say(person, text, fields = {}) {
      updateId += 1;
      messageId += 1;
      const entities = text.startsWith('/')
        ? { entities: [{ type: 'bot_command', offset: 0, length: text.split(/\s/)[0]?.length ?? 0 }] }
        : {};
      const message = { message_id: messageId, date: 1, chat: chat(person), from: from(person), text };
      return deliver({ update_id: updateId, message: { ...message, ...entities, ...fields } });
    },
    press(person, pressedId, data) {
      updateId += 1;
      const message = { message_id: pressedId, date: 1, chat: chat(person), text: 'card' };
      const press = { id: String(updateId), chat_instance: '1', from: from(person), message, data };
      return deliver({ update_id: updateId, callback_query: press });
    },
    async answers(count = 1) {
      const sent = (): string[] => botApi.callsOf('sendMessage').map(({ payload }) => String(payload.text));
      await expect.poll(() => sent().length, { timeout: 8_000 }).toBe(count);
      return sent().map((text) => text.replaceAll('\u00A0', '~'));
    },
    async restart() {
      await stopParts();
      conversation = await start();
    },
    async stop() {
      await stopParts();
      await Promise.all([botApi.close(), close(gateway), database.close()]);
      await test.drop();
    },
  };
}

const gatewayStatus = {
  enabled: true,
  available: true,
  connected: true,
  has_api_id: true,
  has_api_hash: true,
  has_session: true,
  reason: null,
  sessions: [],
};
