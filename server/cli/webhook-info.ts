import type { BotCommand } from './command.ts';
import { withBotApi } from './with-bot-api.ts';

/** What Telegram knows about the webhook. */
export const webhookInfo: BotCommand = {
  usage: 'webhook-info',
  summary: 'show where Telegram delivers updates, what waits and what went wrong',
  positionals: 0,
  async runForBot(environment) {
    const webhook = await withBotApi(environment, (client) => client.getWebhookInfo());
    const error = webhook.last_error_message;
    return {
      json: webhook,
      lines: [
        webhook.url === '' ? 'There is no webhook.' : `Webhook: ${webhook.url}`,
        `Waiting: ${webhook.pending_update_count}`,
        `Last error: ${error ?? 'none'}`,
      ],
    };
  },
};
