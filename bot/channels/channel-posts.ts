import { Composer } from 'grammy';
import { fromMarkedId } from '#server/ids.ts';
import { buildMessage } from '#server/telegram-bot-api/build-message.ts';
import type { AdminDesk } from '../admin-channel/admin-desk.ts';
import type { BotContext } from '../bot-context.ts';

/** Posts and edits of channels the bot is in: nobody is answered, but who looks at the channel finds them there at once. */
export function createChannelPosts({
  adminDesk,
}: {
  adminDesk: Pick<AdminDesk, 'notePost' | 'noteEdit'>;
}): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('channel_post', async (ctx) => {
    const channelId = fromMarkedId(String(ctx.chat.id));
    if (channelId === null) return;
    await adminDesk.notePost({ channelId, message: buildMessage(channelId, ctx.channelPost, false) });
  });
  composer.on('edited_channel_post', async (ctx) => {
    const channelId = fromMarkedId(String(ctx.chat.id));
    if (channelId === null) return;
    const message = buildMessage(channelId, ctx.editedChannelPost, true);
    await adminDesk.noteEdit({ channelId, message, updateId: ctx.update.update_id });
  });
  return composer;
}
