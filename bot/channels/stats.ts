import { Composer } from 'grammy';
import type { BotContext } from '../bot-context.ts';
import { escapeHtml } from '../html.ts';
import { findNamedChannel, findNamesAndLinks } from './named-channel.ts';
import { writeRefusal } from './outcome-text.ts';
import { type ShowDependencies, showChannel, writing } from './show-channel.ts';

/**
 * `/stats @channel`, and in a private chat any message that names a channel or is a post forwarded from one. Nothing
 * is stored unless the name turns out to be a channel we can read.
 */
export function createStats(dependencies: ShowDependencies): Composer<BotContext> {
  const { desk, now } = dependencies;
  const composer = new Composer<BotContext>();

  async function track(ctx: BotContext, name: string): Promise<void> {
    if (ctx.from === undefined) return;
    const viewerId = String(ctx.from.id);
    const outcome = await desk.track(viewerId, name);
    if (outcome.kind === 'tracked') return await showChannel(ctx, viewerId, outcome.channelId, dependencies);
    const { messages, language } = ctx;
    await ctx.reply(writeRefusal(outcome, { messages, language, now: now() }), writing);
  }

  composer.command('stats', async (ctx) => {
    const asked = ctx.match.trim();
    if (asked === '') await ctx.reply(ctx.messages.text('bot-ask-channel'), writing);
    else {
      const [first = asked, ...others] = findNamesAndLinks(asked);
      await track(ctx, first);
      if (others.length > 0)
        await ctx.reply(ctx.messages.text('bot-one-at-a-time', { name: escapeHtml(first) }), writing);
    }
  });

  composer.chatType('private').on('message', async (ctx, next) => {
    const isCommand = ctx.message.text?.startsWith('/') === true;
    const named = isCommand ? null : findNamedChannel(ctx.message);
    if (named === null) return await next();
    await track(ctx, named);
  });
  return composer;
}
