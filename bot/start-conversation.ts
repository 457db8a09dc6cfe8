import { Counter, type Registry } from 'prom-client';
import { rememberViewer } from '#server/actions/remember-viewer.ts';
import type { Database } from '#server/db/database.ts';
import type { Environment } from '#server/env.ts';
import { createGatewayClient } from '#server/gateway-client/create-gateway-client.ts';
import { createInboxReader, createInboxWriter, type InboxWriter } from '#server/inbox/inbox.ts';
import type { Log } from '#server/log.ts';
import { createProgressStore } from '#server/outbox/progress.ts';
import type { Started } from '#server/process.ts';
import { type BotApiClient, createBotApiClient } from '#server/telegram-bot-api/client.ts';
import { findChannel } from '#server/telegram-bot-api/find-channel.ts';
import { createAdminDesk } from './admin-channel/admin-desk.ts';
import { createChannelDesk } from './channels/channel-desk.ts';
import { createBot } from './create-bot.ts';
import { startPolling } from './polling/poll-updates.ts';
import { readMessages } from './read-messages.ts';
import { startBot } from './start-bot.ts';
import { createServiceHealth } from './status/service-health.ts';
import { serveWebhook } from './webhook/serve-webhook.ts';
import { createWebhookHandler } from './webhook/webhook-handler.ts';

export interface ConversationDependencies {
  environment: Pick<
    Environment,
    | 'telegramBotToken'
    | 'telegramApiRoot'
    | 'isWebhook'
    | 'telegramWebhookUrl'
    | 'telegramWebhookSecret'
    | 'miniAppUrl'
    | 'adminIds'
    | 'gatewayUrl'
    | 'gatewayToken'
    | 'port'
  > &
    Partial<Pick<Environment, 'proxy'>>;
  database: Database;
  log: Log;
  registry: Registry;
}

/** Parts in the order of their start; `port` is the webhook's, null while polling. */
export interface Conversation {
  port: number | null;
  parts: Started[];
}

/** Puts the process together: what fills the inbox, what empties it, and what edits by itself. */
export async function startConversation(dependencies: ConversationDependencies): Promise<Conversation> {
  const { environment, database, log, registry } = dependencies;
  const now = (): Date => new Date();
  const { telegramApiRoot: apiRoot, telegramBotToken: token, miniAppUrl } = environment;
  const webhookUrl = environment.isWebhook ? environment.telegramWebhookUrl : null;
  const botApi = createBotApiClient({ apiRoot, token, proxy: environment.proxy ?? null });
  if (environment.proxy?.kind === 'mtproxy') {
    log.warn({}, 'TELEGRAM_PROXY is an MTProxy, which cannot carry the Bot API: the bot connects straight');
  }
  const gateway = createGatewayClient({
    database,
    fallbackUrl: environment.gatewayUrl,
    token: environment.gatewayToken,
  });
  const messages = readMessages();
  const shared = {
    botApi,
    desk: createChannelDesk({ database, gateway, now, findByBot: (name) => findChannel(botApi, name, now) }),
    adminDesk: createAdminDesk({ database, now }),
    progress: createProgressStore(database),
    messages,
    miniAppUrl,
    log,
    now,
  };
  const bot = createBot({
    ...shared,
    token,
    adminIds: environment.adminIds,
    rememberViewer: (viewer) => rememberViewer(database, viewer),
    loadHealth: createServiceHealth({
      botApi,
      pingDatabase: () => database.query('SELECT 1', []),
      loadGatewayStatus: () => gateway.status(),
      webhookUrl,
      now,
    }),
  });
  const intake = await startIntake(dependencies, botApi, createInboxWriter(database, now));
  const count = createCounter(
    registry,
    'bot_updates_handled_total',
    'Attempts to handle an update',
    'outcome',
  );
  const inbox = createInboxReader(database, now);
  return {
    port: intake.port,
    parts: [
      { name: 'gateway client', stop: () => gateway.close() },
      { name: 'Bot API client', stop: () => botApi.close() },
      startBot({ ...shared, bot, inbox, webhookUrl, count }),
      intake.part,
    ],
  };
}

async function startIntake(
  { environment, log, registry }: ConversationDependencies,
  botApi: BotApiClient,
  inbox: InboxWriter,
): Promise<{ port: number | null; part: Started }> {
  const { isWebhook, telegramWebhookSecret: secret } = environment;
  if (!isWebhook) return { port: null, part: await startPolling({ botApi, inbox, log }) };
  const count = createCounter(registry, 'bot_webhook_answers_total', 'Answers to Telegram', 'status');
  if (secret === null) throw new Error('A webhook needs TELEGRAM_WEBHOOK_SECRET');
  const handler = createWebhookHandler({
    inbox,
    secret,
    log,
    count: (status) => count(String(status)),
  });
  const server = await serveWebhook(handler, environment.port);
  return { port: server.port, part: server };
}

/** A counter with one label whose values come from the code alone, never from outside. */
function createCounter(
  registry: Registry,
  name: string,
  help: string,
  label: string,
): (value: string) => void {
  const counter = new Counter({ name, help, labelNames: [label], registers: [registry] });
  return (value) => counter.inc({ [label]: value });
}
