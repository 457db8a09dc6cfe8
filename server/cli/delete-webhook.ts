import type { BotCommand } from './command.ts';
import { withBotApi } from './with-bot-api.ts';

/** Takes the webhook away; what waits at Telegram stays there for the next way of delivery. */
export const deleteWebhook: BotCommand = {
  usage: 'delete-webhook',
  summary: 'take the webhook away, so that the bot can poll',
  positionals: 0,
  async runForBot(environment) {
    await withBotApi(environment, (client) => client.deleteWebhook({ isDroppingPending: false }));
    return { json: { url: null }, lines: ['There is no webhook now.'] };
  },
};
