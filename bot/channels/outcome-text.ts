import { formatDate, formatTime } from '#format/date.ts';
import type { Language } from '#format/language.ts';
import type { TrackOutcome } from '#server/actions/track-channel.ts';
import { escapeHtml } from '../html.ts';
import type { CardWriting } from './card.ts';

/** Why there is no card, and what to do: each reason has its own sentence. */
export function writeRefusal(
  outcome: Exclude<TrackOutcome, { kind: 'tracked' }>,
  { messages, language, now }: CardWriting,
): string {
  switch (outcome.kind) {
    case 'garbage':
      return messages.text('bot-error-garbage');
    case 'not-found':
      return messages.text('bot-error-not-found', { name: escapeHtml(outcome.name) });
    case 'not-a-channel':
      return messages.text('bot-error-not-a-channel', {
        name: escapeHtml(outcome.name),
        what: outcome.what,
      });
    case 'private':
      return messages.text('bot-error-private');
    case 'wait':
      return messages.text('bot-error-wait', {
        time: writeInstant(new Date(outcome.until), language, now),
      });
    case 'no-source':
      return messages.text('bot-error-no-source');
  }
}

/** `14:32` today, `21 Oct, 14:32` on another day. */
function writeInstant(at: Date, language: Language, now: Date): string {
  const time = formatTime(at, 'UTC');
  const isToday = at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
  return isToday ? time : `${formatDate(at, language, 'UTC', now)}, ${time}`;
}
