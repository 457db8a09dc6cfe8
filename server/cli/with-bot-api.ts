import type { BotEnvironment } from '#server/env.ts';
import { type BotApiClient, createBotApiClient } from '#server/telegram-bot-api/client.ts';

/** Lends a client of the Bot API to `work` and closes it afterwards. */
export async function withBotApi<T>(
  environment: BotEnvironment,
  work: (client: BotApiClient) => Promise<T>,
): Promise<T> {
  const client = createBotApiClient({
    apiRoot: environment.telegramApiRoot,
    token: environment.telegramBotToken,
    proxy: environment.proxy,
  });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
