import type { MenuButton } from 'grammy/types';
import type { Messages } from '#locales/create-messages.ts';

/** What the button beside the text field opens: the Mini App where there is one, else the list of commands. */
export function menuButtonIn(messages: Messages, miniAppUrl: string | null): MenuButton {
  return miniAppUrl === null
    ? { type: 'commands' }
    : { type: 'web_app', text: messages.text('bot-menu-button'), web_app: { url: miniAppUrl } };
}
