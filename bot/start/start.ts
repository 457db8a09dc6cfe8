import { type CommandContext, Composer, InlineKeyboard } from 'grammy';
import { parseStartParameter } from '#contract/start-parameter.ts';
import type { BotContext } from '../bot-context.ts';
import { type ShowDependencies, showChannel, writing } from '../channels/show-channel.ts';
import { menuButtonIn } from './menu-button.ts';

/**
 * `/start`: who we are, in three sentences. With the start parameter of a channel its card comes instead; a parameter
 * is a hint that anybody may have put into a link, so the card passes the same checks as everywhere. The menu button
 * has one text for everybody at Telegram, so each private chat gets its own.
 */
export function createStart(dependencies: ShowDependencies): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.command('start', async (ctx) => {
    await greet(ctx);
    if (ctx.chat.type === 'private') await nameMenuButton(ctx);
  });
  return composer;

  async function greet(ctx: CommandContext<BotContext>): Promise<void> {
    const parameter = parseStartParameter(ctx.match.trim());
    if (parameter?.kind === 'channel' && ctx.from !== undefined) {
      return await showChannel(ctx, String(ctx.from.id), parameter.channelId, dependencies);
    }
    const { miniAppUrl } = dependencies;
    const isPrivate = ctx.chat.type === 'private';
    await ctx.reply(ctx.messages.text('bot-start'), {
      ...writing,
      ...(miniAppUrl === null || !isPrivate
        ? {}
        : {
            reply_markup: new InlineKeyboard().webApp(ctx.messages.text('bot-button-open-app'), miniAppUrl),
          }),
    });
  }

  async function nameMenuButton(ctx: CommandContext<BotContext>): Promise<void> {
    try {
      await ctx.api.setChatMenuButton({
        chat_id: ctx.chat.id,
        menu_button: menuButtonIn(ctx.messages, dependencies.miniAppUrl),
      });
    } catch {
      // The greeting has been said and must not be said again; the button keeps its text until the next /start.
    }
  }
}
