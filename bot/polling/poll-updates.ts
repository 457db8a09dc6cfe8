/**
 * Long polling, for a machine that Telegram cannot reach. It fills the same inbox as the webhook, and tells Telegram
 * that updates have arrived only after they are committed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { InboxWriter } from '#server/inbox/inbox.ts';
import { type InboxUpdate, parseUpdate } from '#server/inbox/update.ts';
import type { Log } from '#server/log.ts';
import type { Started } from '#server/process.ts';
import { allowedUpdates } from '#server/telegram-bot-api/allowed-updates.ts';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';
import { BotApiUnreachableError } from '#server/telegram-bot-api/errors.ts';

export interface PollingDependencies {
  botApi: Pick<BotApiClient, 'call' | 'getWebhookInfo'>;
  inbox: Pick<InboxWriter, 'storeAll' | 'quarantine'>;
  log: Log;
  /** How long Telegram may hold a question without an answer. */
  holdSeconds?: number;
  /** First pause after a failure; it doubles up to 30 s. */
  retryPauseMs?: number;
}

/**
 * A webhook is set for this bot, so Telegram refuses polling. It may serve another installation: it is never deleted
 * without being asked. The operator's choice.
 */
export class WebhookElsewhereError extends Error {
  readonly code = 'webhook-elsewhere';
  readonly url: string;

  constructor(url: string) {
    super(
      `This bot has a webhook at ${url}, so it cannot poll. Delete it with "npm run cli -- delete-webhook", or set TELEGRAM_WEBHOOK_URL to use a webhook here.`,
    );
    this.name = 'WebhookElsewhereError';
    this.url = url;
  }
}

const longestPauseMs = 30_000;
const updatesSchema = z.array(z.looseObject({ update_id: z.int() }));

/** Starts polling. Throws {@link WebhookElsewhereError}; a Bot API out of reach is asked again until it answers. */
export async function startPolling(dependencies: PollingDependencies): Promise<Started> {
  const { botApi, log, holdSeconds = 25, retryPauseMs = 1_000 } = dependencies;
  const url = await askForWebhook(botApi, log, retryPauseMs);
  if (url !== '') throw new WebhookElsewhereError(url);
  const stopping = new AbortController();

  async function run(): Promise<void> {
    let offset = 0;
    let pauseMs = retryPauseMs;
    while (!stopping.signal.aborted) {
      try {
        offset = await fetchOnce(offset);
        pauseMs = retryPauseMs;
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: error }, 'polling failed; it goes on after a pause');
        await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => {
          // Stopping cuts a pause short.
        });
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
    }
  }

  async function fetchOnce(offset: number): Promise<number> {
    const answer = await botApi.call(
      'getUpdates',
      { offset, timeout: holdSeconds, limit: 100, allowed_updates: allowedUpdates },
      { deadlineMs: (holdSeconds + 10) * 1_000, signal: stopping.signal },
    );
    const updates = updatesSchema.parse(answer);
    await storeParsed(updates);
    return updates.reduce((next, update) => Math.max(next, update.update_id + 1), offset);
  }

  async function storeParsed(updates: readonly object[]): Promise<void> {
    const good: InboxUpdate[] = [];
    for (const payload of updates.map((update) => JSON.stringify(update))) {
      const parsed = parseUpdate(payload);
      if (parsed.kind === 'update') good.push(parsed.update);
      else await dependencies.inbox.quarantine(Buffer.from(payload), parsed.problem);
    }
    await dependencies.inbox.storeAll(good);
  }

  const running = run();
  return {
    name: 'polling',
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** The address of the webhook that is set, or nothing. */
async function askForWebhook(
  botApi: PollingDependencies['botApi'],
  log: Log,
  firstPauseMs: number,
): Promise<string> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return (await botApi.getWebhookInfo()).url;
    } catch (error) {
      if (!(error instanceof BotApiUnreachableError)) throw error;
      log.warn({ err: error }, 'the Bot API does not answer; polling begins when it does');
      await delay(pauseMs);
    }
  }
}
