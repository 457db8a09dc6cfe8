import type { ChannelId } from '#contract/channel-id.ts';
import type { ProgressMessage, ProgressStore } from '#server/outbox/progress.ts';
import type { BotContext } from '../bot-context.ts';
import { writeCard } from './card.ts';
import type { ChannelDesk } from './channel-desk.ts';
import { createCardKeyboard } from './keyboard.ts';
import { writeProgress } from './progress-text.ts';

/** Between two edits of one message there are at least so many milliseconds. */
export const editPauseMs = 2_000;

export interface ShowDependencies {
  desk: ChannelDesk;
  progress: ProgressStore;
  miniAppUrl: string | null;
  now: () => Date;
}

/** How the bot writes: HTML, without a preview of whatever link a title or a post holds. */
export const writing = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;

/**
 * Answers with the card of a channel, or, while its history is being read, with one message that is edited until it
 * becomes the card.
 */
export async function showChannel(
  ctx: BotContext,
  viewerId: string,
  channelId: ChannelId,
  { desk, progress, miniAppUrl, now }: ShowDependencies,
): Promise<void> {
  const { messages, language } = ctx;
  const report = await desk.loadReport(viewerId, channelId);
  if (report === null) {
    await ctx.reply(messages.text('bot-refresh-gone'), writing);
    return;
  }
  const { history } = report;
  if (history.kind !== 'queued' && history.kind !== 'reading') {
    const isPrivate = ctx.chat?.type === 'private';
    await ctx.reply(writeCard(report, { messages, language, now: now() }), {
      ...writing,
      reply_markup: createCardKeyboard(channelId, messages, {
        miniAppUrl,
        botUsername: ctx.me.username,
        isPrivate,
      }),
    });
    return;
  }
  const shownText = writeProgress(history, messages, language);
  const sent = await ctx.reply(shownText, writing);
  const message: ProgressMessage = {
    chatId: String(sent.chat.id),
    messageId: String(sent.message_id),
    viewerId,
    channelId,
    language,
    waitsFor: 'history',
    shownText,
    createdAt: now(),
  };
  await progress.follow(message, new Date(now().getTime() + editPauseMs));
}
