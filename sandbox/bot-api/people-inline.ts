import type { WorldUser } from '#sandbox/world/world.ts';
import type { BotMessage } from './bot-objects.ts';
import { buildBotUser } from './build-objects.ts';
import type { BotApiContext } from './context.ts';
import { deliverFromPerson } from './deliver-from-person.ts';
import type { InlinePlace } from './edit-message.ts';
import type { InlineAnswer } from './inline-queries.ts';
import type { InlineResult } from './inline-results.ts';
import { PersonError } from './person-error.ts';
import { publishContent } from './post-content.ts';
import { findPrepared, type PreparedMessage } from './prepared-messages.ts';

/** Where a person puts what a bot prepared: the chat with the bot, or a channel they may post in. */
export type SendPlace = { kind: 'bot' } | { kind: 'channel'; channelId: string };

/** What people do with the bot's inline mode. */
export interface InlinePeople {
  /** Types `@bot query`; null: the bot did not answer in time. */
  ask(
    user: WorldUser,
    query: string,
    offset?: string,
  ): Promise<{ queryId: string; answer: InlineAnswer | null }>;
  /** Sends one of the results; the bot hears of it where inline feedback is on. */
  choose(user: WorldUser, queryId: string, resultId: string): BotMessage;
  prepared(user: WorldUser, id: string): PreparedMessage;
  sendPrepared(user: WorldUser, id: string, place: SendPlace): void;
}

/** Name of the setting that BotFather calls inline feedback; off until it is switched on. */
export const inlineFeedback = 'inline-feedback';

/** The id of a message of the inline mode; the same for ever. */
export function inlineIdOf(userId: string, messageId: number): string {
  return Buffer.from(`inline:${userId}:${messageId}`).toString('base64url');
}

export function createInlinePeople(context: BotApiContext): InlinePeople {
  const { inline, updates, store, world } = context;

  function sendToBot(user: WorldUser, result: InlineResult): BotMessage {
    const message = deliverFromPerson(context, user, {
      ...result.content,
      via_bot: buildBotUser(context.bot),
      ...(result.markup !== null && { reply_markup: result.markup }),
    });
    const place: InlinePlace = { userId: user.id, messageId: message.message_id };
    store.saveSetting(`inline-message:${inlineIdOf(user.id, message.message_id)}`, place);
    return message;
  }

  function prepared(user: WorldUser, id: string): PreparedMessage {
    const found = findPrepared(context, id, user.id);
    if (found === null) throw new PersonError('too-late', 'The prepared message is no longer there.');
    return found;
  }

  return {
    async ask(user, query, offset = '') {
      const question = { userId: user.id, query: query.slice(0, 256), offset };
      const known = inline.cached(question);
      if (known !== null) return known;
      const { queryId, answer } = inline.open(question);
      const payload = {
        id: queryId,
        from: buildBotUser(user),
        chat_type: 'sender',
        query: question.query,
        offset,
      };
      updates.add('inline_query', payload, `user:${user.id}`);
      return { queryId, answer: await answer };
    },
    choose(user, queryId, resultId) {
      const chosen = inline.choose(queryId, resultId);
      if (chosen?.question.userId !== user.id)
        throw new PersonError('too-late', 'These results are no longer there.');
      const message = sendToBot(user, chosen.result);
      if (store.setting(inlineFeedback, false)) {
        const payload = {
          result_id: resultId,
          from: buildBotUser(user),
          query: chosen.question.query,
          // Only a message with buttons can be edited later, so only that one is named.
          ...(chosen.result.markup !== null && {
            inline_message_id: inlineIdOf(user.id, message.message_id),
          }),
        };
        updates.add('chosen_inline_result', payload, `user:${user.id}`);
      }
      return message;
    },
    prepared,
    sendPrepared(user, id, place) {
      const { result, allowed } = prepared(user, id);
      const kind = place.kind === 'bot' ? 'bot' : 'channel';
      if (!allowed.includes(kind))
        throw new PersonError('not-allowed', 'The bot does not offer this message for such chats.');
      if (place.kind === 'bot') {
        sendToBot(user, result);
        return;
      }
      const channel = world.channel(place.channelId);
      if (channel?.adminIds.has(user.id) !== true)
        throw new PersonError('not-allowed', 'Only administrators may post here.');
      publishContent(context, channel.id, result.content);
    },
  };
}
