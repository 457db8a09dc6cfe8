import type { InlineKeyboard } from 'grammy';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';

/** How an edit ended: `gone` when the message can never be edited again, `wait` when Telegram asks for patience. */
export type EditOutcome = { kind: 'shown' } | { kind: 'gone' } | { kind: 'wait'; seconds: number };

/**
 * Edits one of the bot's messages, outside of any update. A message that shows the text already counts as shown. Throws
 * what the client throws when the Bot API does not answer.
 */
export async function editMessage(
  botApi: Pick<BotApiClient, 'request'>,
  message: { chatId: string; messageId: string },
  text: string,
  keyboard: InlineKeyboard | null,
): Promise<EditOutcome> {
  const answer = await botApi.request('editMessageText', {
    chat_id: Number(message.chatId),
    message_id: Number(message.messageId),
    text,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    ...(keyboard === null ? {} : { reply_markup: keyboard }),
  });
  if (answer.ok || answer.description.includes('message is not modified')) return { kind: 'shown' };
  const seconds = answer.parameters?.retry_after;
  if (seconds !== undefined) return { kind: 'wait', seconds };
  return answer.error_code >= 500 ? { kind: 'wait', seconds: 2 } : { kind: 'gone' };
}
