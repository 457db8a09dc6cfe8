import { Composer } from 'grammy';
import { fromMarkedId } from '#server/ids.ts';
import { buildReactions } from '#server/telegram-bot-api/build-message.ts';
import type { BotContext } from '../bot-context.ts';
import type { AdminDesk } from './admin-desk.ts';

/** Reactions to posts, which Telegram tells administrators of within minutes. */
export function createReactionCounts({
  adminDesk,
}: {
  adminDesk: Pick<AdminDesk, 'noteReactions'>;
}): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('message_reaction_count', async (ctx) => {
    const { chat, message_id: messageId, date, reactions } = ctx.messageReactionCount;
    const channelId = chat.type === 'channel' ? fromMarkedId(String(chat.id)) : null;
    if (channelId === null) return;
    const toldAt = new Date(date * 1_000);
    await adminDesk.noteReactions({ channelId, messageId, toldAt, ...buildReactions(reactions) });
  });
  return composer;
}
