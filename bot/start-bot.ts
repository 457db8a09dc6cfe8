import { setTimeout as delay } from 'node:timers/promises';
import type { Bot } from 'grammy';
import type { Language } from '#format/language.ts';
import type { Messages } from '#locales/create-messages.ts';
import type { InboxReader } from '#server/inbox/inbox.ts';
import type { Log } from '#server/log.ts';
import type { Started } from '#server/process.ts';
import { allowedUpdates } from '#server/telegram-bot-api/allowed-updates.ts';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';
import type { BotContext } from './bot-context.ts';
import { type FollowerDependencies, startFollower } from './channels/follow-progress.ts';
import { startConsumer } from './consumer/consumer.ts';
import { apologize, handleUpdate } from './consumer/handle-update.ts';
import { introduceBot } from './start/introduce-bot.ts';

export interface StartDependencies extends Omit<FollowerDependencies, 'botUsername' | 'botApi'> {
  bot: Bot<BotContext>;
  botApi: BotApiClient;
  inbox: InboxReader;
  messages: Record<Language, Messages>;
  /** The configured webhook; null: polling. */
  webhookUrl: string | null;
  log: Log;
  count?: (outcome: string) => void;
}

const retryPauseMs = 2_000;

/**
 * Starts everything that talks to people. The bot has to know its own name first; while the Bot API is out of reach the
 * inbox goes on filling, and this waits for it in the background.
 */
export function startBot(dependencies: StartDependencies): Started {
  const { bot, inbox, messages, log, count } = dependencies;
  const stopping = new AbortController();
  const started: Started[] = [];

  async function begin(): Promise<void> {
    // Not `bot.init`: its own retries pause for up to twenty minutes.
    await untilItAnswers(async () => {
      bot.botInfo = await bot.api.getMe();
    });
    if (stopping.signal.aborted) return;
    started.push(
      startConsumer({
        inbox,
        handle: (payload) => handleUpdate(bot, payload),
        giveUp: (payload) => apologize(bot, messages, payload),
        log,
        ...(count === undefined ? {} : { count }),
      }),
      startFollower({ ...dependencies, botUsername: () => bot.botInfo.username }),
    );
    log.info(
      { bot: `@${bot.botInfo.username}`, mode: dependencies.webhookUrl === null ? 'polling' : 'webhook' },
      'the bot listens',
    );
    await introduceBot(dependencies.botApi, messages, dependencies.miniAppUrl);
    await remindOfWebhook(dependencies);
  }

  async function untilItAnswers(ask: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        return await ask();
      } catch (error) {
        log.warn({ err: error }, 'the Bot API does not say who the bot is; asking again');
        await delay(retryPauseMs, undefined, { signal: stopping.signal }).catch(() => {
          // Stopping cuts a pause short.
        });
      }
    }
  }

  const begun = begin().catch((error: unknown) => {
    // The bot answers people without its menu; the next start sets it again.
    log.warn({ err: error }, 'the bot could not introduce itself');
  });
  return {
    name: 'bot',
    async stop() {
      stopping.abort();
      // Beginning may still wait for an answer of the Bot API: what it has started so far is stopped all the same.
      void begun;
      await Promise.all(started.map((part) => part.stop()));
    },
  };
}

/** Says in the log when Telegram delivers elsewhere, or not at all: nothing arrives until an operator sets the webhook. */
async function remindOfWebhook({ botApi, webhookUrl, log }: StartDependencies): Promise<void> {
  if (webhookUrl === null) return;
  const { url, allowed_updates: asked = [] } = await botApi.getWebhookInfo();
  if (url !== webhookUrl) {
    log.warn({ configured: webhookUrl, set: url }, 'the webhook differs: run "npm run cli -- set-webhook"');
    return;
  }
  // Telegram keeps what was asked for last: after an update of the product some kinds would never arrive.
  const missing = allowedUpdates.filter((kind) => !asked.includes(kind));
  if (missing.length > 0) {
    log.warn({ missing }, 'the webhook does not ask for every kind: run "npm run cli -- set-webhook"');
  }
}
