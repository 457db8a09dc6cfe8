import type { Messages } from '#locales/create-messages.ts';
import type { DueProgress } from '#server/outbox/progress.ts';
import { writeProgress } from './progress-text.ts';

/** What to do with a message that follows a channel. */
export type ProgressStep =
  | { kind: 'wait' }
  | { kind: 'forget' }
  /** Becomes the card, and the following ends. */
  | { kind: 'card' }
  /** Shows this text; `isLast` when nothing more will come. `channel` is the channel's name as HTML. */
  | { kind: 'text'; isLast: boolean; write: (messages: Messages, channel: string) => string };

/** Who presses Refresh does not wait longer for it. */
const refreshPatienceMs = 30_000;
const historyPatienceMs = 24 * 60 * 60 * 1_000;

/** Decides by what the database knows of the channel now. Pure. */
export function decideProgress(message: DueProgress, now: Date): ProgressStep {
  const ageMs = now.getTime() - message.createdAt.getTime();
  const { history } = message;
  if (message.waitsFor === 'refresh') {
    const hasCome = message.lastSyncedAt !== null && message.lastSyncedAt > message.createdAt;
    if (hasCome) return { kind: 'card' };
    return { kind: ageMs > refreshPatienceMs ? 'forget' : 'wait' };
  }
  if (history === null) return lateText;
  switch (history.kind) {
    case 'complete':
    case 'needs-account':
      return { kind: 'card' };
    case 'failed':
      return {
        kind: 'text',
        isLast: true,
        write: (messages, channel) => messages.text('bot-history-failed', { channel, problem: history.code }),
      };
    case 'queued':
    case 'reading':
      if (ageMs > historyPatienceMs) return lateText;
      return {
        kind: 'text',
        isLast: false,
        write: (messages) => writeProgress(history, messages, message.language),
      };
  }
}

const lateText: ProgressStep = {
  kind: 'text',
  isLast: true,
  write: (messages, channel) => messages.text('bot-history-late', { channel }),
};
