import type { BotCommand, BotStore, MenuButton } from '#sandbox/bot-api/bot-store.ts';

/** The menu button one person sees: the chat's own, else the general one. */
export function effectiveMenuButton(store: BotStore, userId: string): MenuButton {
  const general = store.setting<MenuButton>('menu-button', { type: 'commands' });
  const own = store.setting<MenuButton>(`menu-button:${userId}`, general);
  return own.type === 'default' ? { type: 'commands' } : own;
}

/** The commands one person sees, from the narrowest scope that has any; the person's language before the general one. */
export function effectiveCommands(store: BotStore, userId: string, languageCode: string): BotCommand[] {
  for (const scope of [`chat:${userId}`, 'all_private_chats', 'default']) {
    for (const language of [languageCode, '']) {
      const commands = store.setting<BotCommand[]>(`commands:${scope}:${language}`, []);
      if (commands.length > 0) return commands;
    }
  }
  return [];
}

/** A text of the bot's profile in the person's language. */
export function profileText(store: BotStore, name: string, languageCode: string): string {
  return store.setting(`${name}:${languageCode}`, '') || store.setting(`${name}:`, '');
}
