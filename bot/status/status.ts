import { Composer } from 'grammy';
import type { ChannelSummary } from '#contract/channel.ts';
import { formatAge } from '#format/age.ts';
import { formatNumber } from '#format/number.ts';
import type { BotContext } from '../bot-context.ts';
import type { ChannelDesk } from '../channels/channel-desk.ts';
import { writing } from '../channels/show-channel.ts';
import { escapeHtml } from '../html.ts';

export interface StatusDependencies {
  desk: Pick<ChannelDesk, 'loadList'>;
  adminIds: readonly string[];
  /** How the parts of the service are, a line for each; for administrators. */
  loadHealth(ctx: Pick<BotContext, 'messages' | 'language'>): Promise<string[]>;
  now: () => Date;
}

/** Telegram allows 4,096 characters a message; a line has at most a title's 128 and some words. */
const listedChannels = 20;

/**
 * `/status`: how fresh one's channels are; before that, for administrators, how the service is. In private chats only:
 * neither is anything for a group to read.
 */
export function createStatus({ desk, adminIds, loadHealth, now }: StatusDependencies): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.chatType('private').command('status', async (ctx) => {
    const viewerId = String(ctx.from.id);
    const health = adminIds.includes(viewerId) ? [...(await loadHealth(ctx)), ''] : [];
    const { channels } = await desk.loadList(viewerId);
    const lines =
      channels.length === 0
        ? [ctx.messages.text('bot-status-none')]
        : [
            ctx.messages.text('bot-status-heading'),
            ...channels.slice(0, listedChannels).map((channel) => channelLine(channel, ctx, now())),
            ...moreLine(channels.length - listedChannels, ctx),
          ];
    await ctx.reply([...health, ...lines].join('\n'), writing);
  });
  return composer;
}

function channelLine(summary: ChannelSummary, { messages, language }: BotContext, now: Date): string {
  const channel = escapeHtml(summary.username === null ? summary.title : `@${summary.username}`);
  const { history, capturedAt } = summary;
  if (history.kind === 'failed')
    return messages.text('bot-status-channel-failed', { channel, problem: escapeHtml(history.code) });
  if (history.kind === 'reading' && history.total !== null) {
    return messages.text('bot-status-channel-reading', {
      channel,
      read: formatNumber(history.read, language),
      total: formatNumber(history.total, language),
    });
  }
  if (capturedAt === null) return messages.text('bot-status-channel-never', { channel });
  const age = formatAge(new Date(capturedAt), now, language, 'UTC');
  return messages.text('bot-status-channel', { channel, age });
}

function moreLine(count: number, { messages, language }: BotContext): string[] {
  if (count <= 0) return [];
  const channels = formatNumber(count, language);
  return [messages.text('bot-status-more', { channels, channelsCount: count })];
}
