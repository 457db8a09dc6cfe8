/**
 * Process 1: the bot. The webhook (or polling) fills the inbox, the consumer hands updates to the bot made here, and the
 * follower edits progress messages. One folder for each intention of a person; this file is their table of contents.
 */
import { autoRetry } from '@grammyjs/auto-retry';
import { Bot } from 'grammy';
import { type Language, toLanguage } from '#format/language.ts';
import type { Messages } from '#locales/create-messages.ts';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';
import type { AdminDesk } from './admin-channel/admin-desk.ts';
import { createMemberChanges } from './admin-channel/member-changes.ts';
import { createReactionCounts } from './admin-channel/reaction-counts.ts';
import { createStandingChanges } from './admin-channel/standing-changes.ts';
import type { BotContext } from './bot-context.ts';
import { createChannelPosts } from './channels/channel-posts.ts';
import { createRefresh } from './channels/refresh.ts';
import type { ShowDependencies } from './channels/show-channel.ts';
import { createStats } from './channels/stats.ts';
import { createHelp } from './help/help.ts';
import { createStart } from './start/start.ts';
import { createStatus, type StatusDependencies } from './status/status.ts';
import { createTransport } from './transport.ts';

export interface BotDependencies extends ShowDependencies, Omit<StatusDependencies, 'desk'> {
  token: string;
  botApi: BotApiClient;
  adminDesk: AdminDesk;
  messages: Record<Language, Messages>;
  rememberViewer(viewer: {
    viewerId: string;
    firstName: string;
    languageCode: string | null;
    now: Date;
  }): Promise<unknown>;
}

/** Telegram's waits up to this long are sat out inside a handler; longer ones end the attempt. */
const longestWaitSeconds = 20;

/** Creates the bot; it fetches nothing by itself: `init` it once, then give it updates. */
export function createBot(dependencies: BotDependencies): Bot<BotContext> {
  const bot = new Bot<BotContext>(dependencies.token);
  bot.api.config.use(createTransport(dependencies.botApi));
  bot.api.config.use(
    autoRetry({
      maxRetryAttempts: 3,
      maxDelaySeconds: longestWaitSeconds,
      // Without an answer nobody knows whether the message was sent: the inbox decides whether to try again.
      rethrowHttpErrors: true,
    }),
  );

  bot.use(async (ctx, next) => {
    ctx.language = toLanguage(ctx.from?.language_code);
    ctx.messages = dependencies.messages[ctx.language];
    await next();
  });
  // What channels tell. Nobody of it speaks to the bot, so nobody becomes a viewer by it.
  bot.use(createChannelPosts(dependencies));
  bot.use(createReactionCounts(dependencies));
  bot.use(createMemberChanges(dependencies));
  bot.use(createStandingChanges(dependencies));
  bot.use(async (ctx, next) => {
    if (ctx.from === undefined || ctx.from.is_bot) return;
    await dependencies.rememberViewer({
      viewerId: String(ctx.from.id),
      firstName: ctx.from.first_name,
      languageCode: ctx.from.language_code ?? null,
      now: dependencies.now(),
    });
    await next();
  });

  bot.use(createStart(dependencies));
  bot.use(createStatus(dependencies));
  bot.use(createStats(dependencies));
  bot.use(createRefresh(dependencies));
  bot.use(createHelp());
  return bot;
}
