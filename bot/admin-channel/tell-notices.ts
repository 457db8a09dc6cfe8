import { GrammyError } from 'grammy';
import type { Language } from '#format/language.ts';
import { formatNumber } from '#format/number.ts';
import type { Messages } from '#locales/create-messages.ts';
import type { Notice } from '#server/actions/owed-notices.ts';
import type { BotContext } from '../bot-context.ts';
import { writing } from '../channels/show-channel.ts';
import { escapeHtml } from '../html.ts';
import type { AdminDesk } from './admin-desk.ts';

/**
 * Says what an update gave us to say, each sentence to its person in their language. Who blocked the bot or never wrote to
 * it is not told; everything else that goes wrong is tried again with the update, without those who know already.
 */
export async function tellNotices(
  ctx: BotContext,
  desk: Pick<AdminDesk, 'owedNotices' | 'settleNotice'>,
  messages: Record<Language, Messages>,
): Promise<void> {
  const { update_id: updateId } = ctx.update;
  for (const notice of await desk.owedNotices(updateId)) {
    const { viewerId, language } = notice;
    try {
      await ctx.api.sendMessage(viewerId, writeNotice(notice, messages[language]), writing);
    } catch (error) {
      if (!isUnheard(error)) throw error;
    }
    await desk.settleNotice(updateId, viewerId);
  }
}

/** 403: they blocked the bot or never began; 400: there is no such chat any more. */
function isUnheard(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 403 || error.error_code === 400);
}

function writeNotice(notice: Notice, messages: Messages): string {
  const { kind, subscribers, language } = notice;
  const title = escapeHtml(notice.title);
  if (kind !== 'added') return messages.text(`bot-admin-${kind}`, { title });
  const seen =
    subscribers === null
      ? messages.text('bot-admin-added-uncounted', { title })
      : messages.text('bot-admin-added', {
          title,
          subscribers: formatNumber(subscribers, language),
          subscribersCount: subscribers,
        });
  return `${seen} ${messages.text(notice.isHistoryRead ? 'bot-admin-reads' : 'bot-admin-begins')}`;
}
