import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#server/db/database.ts';
import type { Environment } from '#server/env.ts';
import { createWorker, type JobWorker } from '#server/jobs/create-worker.ts';
import type { Log } from '#server/log.ts';
import type { Started } from '#server/process.ts';
import { type BotApiClient, createBotApiClient } from '#server/telegram-bot-api/client.ts';
import { createBotApiSync } from './sync-channel-bot-api.ts';

export interface BotApiSourceSettings {
  environment: Pick<Environment, 'databaseUrl' | 'telegramApiRoot' | 'telegramBotToken' | 'proxy'>;
  database: Database;
  log: Log;
}

/** How soon the queue is tried again where the database was away at the start. */
const retryMs = 1_000;

/**
 * Starts reading channels by the Bot API: the source that is always there, and tells the least. It begins in the
 * background, as soon as there is a database.
 */
export function startBotApiSource(settings: BotApiSourceSettings): Started {
  const { environment, log } = settings;
  const stopping = new AbortController();
  const botApi = createBotApiClient({
    apiRoot: environment.telegramApiRoot,
    token: environment.telegramBotToken,
    proxy: environment.proxy,
  });
  let worker: JobWorker | null = null;

  async function begin(): Promise<void> {
    while (worker === null && !stopping.signal.aborted) {
      try {
        worker = await takeJobs(settings, botApi);
      } catch (error) {
        log.warn({ err: error }, 'the queue did not start');
        await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => {
          // Stopping cuts the pause short.
        });
      }
    }
  }

  const begun = begin();
  return {
    name: 'bot api source',
    async stop() {
      stopping.abort();
      await begun;
      await worker?.stop();
      await botApi.close();
    },
  };
}

function takeJobs(
  { environment, database, log }: BotApiSourceSettings,
  botApi: BotApiClient,
): Promise<JobWorker> {
  const now = (): Date => new Date();
  return createWorker({
    databaseUrl: environment.databaseUrl,
    database,
    processName: 'worker',
    log,
    tasks: {
      'sync-channel-bot-api': createBotApiSync({ database, botApi, log, now, random: Math.random }),
    },
  });
}
