import type { HistoryState } from '#contract/channel.ts';
import type { Language } from '#format/language.ts';
import { formatNumber } from '#format/number.ts';
import type { Messages } from '#locales/create-messages.ts';

/** How far the reading of a history is, in one sentence. */
export function writeProgress(
  history: Extract<HistoryState, { kind: 'queued' | 'reading' }>,
  messages: Messages,
  language: Language,
): string {
  if (history.kind === 'queued') return messages.text('bot-progress-queued');
  const read = formatNumber(history.read, language);
  return history.total === null
    ? messages.text('bot-progress-reading-unknown', { read })
    : messages.text('bot-progress-reading', { read, total: formatNumber(history.total, language) });
}
