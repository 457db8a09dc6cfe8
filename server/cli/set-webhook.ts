import { allowedUpdates } from '#server/telegram-bot-api/allowed-updates.ts';
import type { BotCommand } from './command.ts';
import { CommandError } from './command-error.ts';
import { withBotApi } from './with-bot-api.ts';

/** Telegram opens at most 100 connections to a webhook, and the bot is made for all of them. */
const maxConnections = 100;

/** Tells Telegram to deliver updates to the address of the configuration. */
export const setWebhook: BotCommand = {
  usage: 'set-webhook',
  summary: 'tell Telegram to deliver updates to TELEGRAM_WEBHOOK_URL',
  positionals: 0,
  async runForBot(environment) {
    const { telegramWebhookUrl: url, telegramWebhookSecret: secretToken, isWebhook } = environment;
    if (!isWebhook || url === null) {
      throw new CommandError('The bot polls: set TELEGRAM_WEBHOOK_URL for a webhook.');
    }
    if (secretToken === null) {
      throw new CommandError(
        'TELEGRAM_WEBHOOK_SECRET is missing: set it, or let npm start make one and set the webhook itself.',
      );
    }
    await withBotApi(environment, (client) =>
      client.setWebhook({ url, secretToken, allowedUpdates, maxConnections, isDroppingPending: false }),
    );
    return { json: { url, allowedUpdates, maxConnections }, lines: [`The webhook is ${url}.`] };
  },
};
