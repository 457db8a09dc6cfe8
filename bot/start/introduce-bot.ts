import type { Language } from '#format/language.ts';
import type { Messages } from '#locales/create-messages.ts';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';
import { menuButtonIn } from './menu-button.ts';

/** Commands as Telegram's menu lists them; their descriptions are `bot-command-<name>`. */
const menuCommands = ['stats', 'status', 'help'] as const;

/**
 * Tells Telegram what to show beside the bot: the commands in each language (English for everybody else), and the menu
 * button that opens the Mini App: in English until `/start` says it in a person's own language. Saying it again changes nothing.
 */
export async function introduceBot(
  botApi: Pick<BotApiClient, 'call'>,
  messages: Record<Language, Messages>,
  miniAppUrl: string | null,
): Promise<void> {
  await botApi.call('setMyCommands', { commands: commandsIn(messages.en) });
  await botApi.call('setMyCommands', { commands: commandsIn(messages.ru), language_code: 'ru' });
  await botApi.call('setChatMenuButton', {
    menu_button: menuButtonIn(messages.en, miniAppUrl),
  });
}

function commandsIn(messages: Messages): { command: string; description: string }[] {
  return menuCommands.map((command) => ({ command, description: messages.text(`bot-command-${command}`) }));
}
