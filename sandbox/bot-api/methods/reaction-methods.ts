import { badRequest } from '../api-error.ts';
import { findChat, isMember } from '../chats.ts';
import type { BotApiContext, BotApiMethod } from '../context.ts';
import type { Parameters } from '../parameters.ts';
import { emojiReactions, saveChatReaction } from '../reactions.ts';

/** The one emoji asked for; null: the reaction is to be taken away. */
function readReaction(parameters: Parameters): string | null {
  const given = parameters.json('reaction', 'reaction types') ?? [];
  if (!Array.isArray(given)) throw badRequest('expected an Array of ReactionType');
  // Bots are no Premium users: one reaction a message.
  if (given.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  if (given.length === 0) return null;
  const { type, emoji } = (given[0] ?? {}) as { type?: unknown; emoji?: unknown };
  if (type !== 'emoji' || !emojiReactions.includes(String(emoji))) throw badRequest('REACTION_INVALID');
  return String(emoji);
}

function setMessageReaction(parameters: Parameters, context: BotApiContext): unknown {
  const target = findChat(parameters, context);
  const messageId = parameters.integer('message_id', 0);
  const emoticon = readReaction(parameters);
  if (messageId <= 0) throw badRequest('message to react not found');
  if (target.kind === 'private') {
    if (context.book.message(target.user.id, messageId) === null)
      throw badRequest('message to react not found');
    saveChatReaction(context, target.user.id, messageId, context.bot.id, emoticon);
    return true;
  }
  const { channel } = target;
  if (!isMember(channel, context)) throw badRequest('CHANNEL_PRIVATE');
  if (context.world.message(channel.id, messageId) === null) throw badRequest('message to react not found');
  if (!channel.hasReactions && emoticon !== null) throw badRequest('REACTION_INVALID');
  context.world.change({
    kind: 'react',
    channelId: channel.id,
    messageId,
    userId: context.bot.id,
    emoticon,
  });
  return true;
}

/** Reactions of the bot. */
export const reactionMethods: Record<string, BotApiMethod> = { setMessageReaction };
