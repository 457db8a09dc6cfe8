import { Composer } from 'grammy';
import type { BotContext } from '../bot-context.ts';
import { writing } from '../channels/show-channel.ts';

/** `/help`, and a sentence for everything the bot does not understand in a private chat. Comes last of all. */
export function createHelp(): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.command('help', async (ctx) => {
    await ctx.reply(ctx.messages.text('bot-help'), writing);
  });
  const inPrivate = composer.chatType('private');
  inPrivate.on('message:text', async (ctx) => {
    const isCommand = ctx.message.text.startsWith('/');
    await ctx.reply(ctx.messages.text(isCommand ? 'bot-unknown-command' : 'bot-error-garbage'), writing);
  });
  inPrivate.on(
    [
      'message:media',
      'message:file',
      'message:contact',
      'message:location',
      'message:poll',
      'message:dice',
      'message:game',
      'message:story',
    ],
    async (ctx) => {
      await ctx.reply(ctx.messages.text('bot-only-text'), writing);
    },
  );
  return composer;
}
