import { Composer } from 'grammy';
import type { BotContext } from '../bot-context.ts';
import { channelOfRefresh, refreshPattern } from './keyboard.ts';
import type { ShowDependencies } from './show-channel.ts';

/**
 * The Refresh button: asks for fresh figures and lets the card follow the channel until they have come; then it is
 * edited in place. The press is answered at once, because Telegram shows a clock on the button until then.
 */
export function createRefresh({ desk, progress, now }: ShowDependencies): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.callbackQuery(refreshPattern, async (ctx) => {
    const channelId = channelOfRefresh(ctx.callbackQuery.data);
    const { message } = ctx.callbackQuery;
    const viewerId = String(ctx.from.id);
    const say = (key: string): Promise<true> => ctx.answerCallbackQuery(ctx.messages.text(key));
    if (channelId === null || message === undefined) return void (await say('bot-refresh-gone'));
    if ((await desk.loadReport(viewerId, channelId)) === null) return void (await say('bot-refresh-gone'));
    const outcome = await desk.refresh(channelId);
    if (outcome.kind === 'not-collected') return void (await say('bot-refresh-stopped'));
    await progress.follow(
      {
        chatId: String(message.chat.id),
        messageId: String(message.message_id),
        viewerId,
        channelId,
        language: ctx.language,
        waitsFor: 'refresh',
        shownText: '',
        createdAt: waitsSince(outcome, now()),
      },
      now(),
    );
    await say(outcome.kind === 'fresh' ? 'bot-refresh-fresh' : 'bot-refresh-started');
  });
  return composer;
}

/** A reading later than this instant is what the card waits for; a fresh one has come already. */
function waitsSince(outcome: { kind: 'fresh'; syncedAt: string } | { kind: 'asked' }, now: Date): Date {
  return outcome.kind === 'fresh' ? new Date(Date.parse(outcome.syncedAt) - 1) : now;
}
