import { InlineKeyboard } from 'grammy';
import type { ChannelId } from '#contract/channel-id.ts';
import { formatStartParameter } from '#contract/start-parameter.ts';
import type { Messages } from '#locales/create-messages.ts';
import { parseChannelId } from '#server/ids.ts';

/** Where the Mini App is and in which kind of chat the button stands. */
export interface DashboardPlace {
  miniAppUrl: string | null;
  botUsername: string;
  isPrivate: boolean;
}

/** Private chats have the id of the person, groups and channels negative ones. */
export function isPrivateChat(chatId: string | number): boolean {
  return Number(chatId) > 0;
}

const refreshPrefix = 'refresh:';

/**
 * The buttons under a card. A `web_app` button works in private chats only; elsewhere the link opens the same place.
 * Telegram opens a `web_app` address as it is, so the start parameter stands in its query.
 */
export function createCardKeyboard(
  channelId: ChannelId,
  messages: Messages,
  place: DashboardPlace,
): InlineKeyboard {
  const keyboard = new InlineKeyboard().text(
    messages.text('bot-button-refresh'),
    `${refreshPrefix}${channelId}`,
  );
  if (place.miniAppUrl === null) return keyboard;
  const words = messages.text('bot-button-open-dashboard');
  const start = formatStartParameter({ kind: 'channel', channelId });
  if (place.isPrivate) {
    const address = new URL(place.miniAppUrl);
    address.searchParams.set('startapp', start);
    return keyboard.webApp(words, address.href);
  }
  return keyboard.url(words, `https://t.me/${place.botUsername}?startapp=${start}`);
}

/** What the Refresh buttons send. */
export const refreshPattern = new RegExp(`^${refreshPrefix}(\\d+)$`);

/** The channel of a pressed Refresh button. */
export function channelOfRefresh(data: string): ChannelId | null {
  return parseChannelId(refreshPattern.exec(data)?.[1] ?? '');
}
