import type { Context } from 'grammy';
import type { Language } from '#format/language.ts';
import type { Messages } from '#locales/create-messages.ts';

/** grammY's context with what every answer needs: the person's language and its sentences. */
export type BotContext = Context & {
  language: Language;
  messages: Messages;
};
