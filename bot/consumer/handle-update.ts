import { type Bot, BotError, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import { type Language, toLanguage } from '#format/language.ts';
import type { Messages } from '#locales/create-messages.ts';
import type { BotContext } from '../bot-context.ts';
import type { HandleOutcome } from './consumer.ts';

/** Hands one update, as it lies in the inbox, to the bot, and says what its failure means. */
export async function handleUpdate(bot: Bot<BotContext>, payload: string): Promise<HandleOutcome> {
  try {
    await bot.handleUpdate(JSON.parse(payload) as Update);
    return { kind: 'done' };
  } catch (error) {
    const cause = error instanceof BotError ? error.error : error;
    if (!(cause instanceof GrammyError)) throw cause;
    if (cause.error_code === 403) return { kind: 'refused', problem: cause.description };
    if (isTooLate(cause)) return { kind: 'refused', problem: cause.description };
    const seconds = cause.parameters.retry_after;
    if (seconds !== undefined) return { kind: 'later', afterMs: seconds * 1_000 };
    throw cause;
  }
}

/** A pressed button is forgotten by Telegram after a while; what it asked for was done, only the answer is late. */
function isTooLate(error: GrammyError): boolean {
  return error.method === 'answerCallbackQuery' && error.error_code === 400;
}

/** Tells a person, in one sentence, that their message could not be handled. */
export async function apologize(
  bot: Bot<BotContext>,
  messages: Record<Language, Messages>,
  payload: string,
): Promise<void> {
  const { message, callback_query: press } = JSON.parse(payload) as Update;
  const language = toLanguage(message?.from.language_code ?? press?.from.language_code);
  const text = messages[language].text('bot-error-unavailable');
  if (message?.chat.type === 'private') await bot.api.sendMessage(message.chat.id, text);
  else if (press !== undefined) await bot.api.answerCallbackQuery(press.id, { text });
}
