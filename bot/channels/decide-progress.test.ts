import { describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { DueProgress } from '#server/outbox/progress.ts';
import { readMessages } from '../read-messages.ts';
import { decideProgress } from './decide-progress.ts';

const messages = readMessages();
const now = new Date('2026-11-20T12:00:00Z');
const secondsAgo = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);

const following = (changes: Partial<DueProgress>): DueProgress => ({
  chatId: '5',
  messageId: '7',
  viewerId: '5',
  channelId: channelIdSchema.parse('1900000042'),
  language: 'ru',
  waitsFor: 'history',
  shownText: '',
  createdAt: secondsAgo(60),
  history: { kind: 'queued' },
  lastSyncedAt: null,
  ...changes,
});

function textOf(changes: Partial<DueProgress>): string {
  const message = following(changes);
  const step = decideProgress(message, now);
  const text = step.kind === 'text' ? step.write(messages[message.language], '@northern') : step.kind;
  return text.replaceAll('\u00A0', '~');
}

describe('a message that waits for a history', () => {
  it.each([
    ['en', 'Reading history… 1,200 of 1,941. You can close the chat: the card will appear here.'],
    ['ru', 'Читаю историю: 1~200 из 1~941. Чат можно закрыть — карточка появится здесь.'],
  ] as const)('says how far it is (%s)', (language, text) => {
    expect(textOf({ language, history: { kind: 'reading', read: 1200, total: 1941 } })).toBe(text);
  });

  it('says what it can while the total is unknown or nothing has begun', () => {
    expect(textOf({ history: { kind: 'reading', read: 100, total: null } })).toBe(
      'Читаю историю: 100. Чат можно закрыть — карточка появится здесь.',
    );
    expect(textOf({})).toBe('Читаю историю. Чат можно закрыть — карточка появится здесь.');
  });

  it('becomes the card when the history is read', () => {
    expect(decideProgress(following({ history: { kind: 'complete', read: 1941 } }), now)).toEqual({
      kind: 'card',
    });
  });

  it('becomes the card when only a connected account could read on', () => {
    const waiting = following({ history: { kind: 'needs-account', read: 0 }, lastSyncedAt: secondsAgo(1) });
    expect(decideProgress(waiting, now)).toEqual({ kind: 'card' });
  });

  it('says what stopped it, and that this is the last word', () => {
    const failed = following({ language: 'en', history: { kind: 'failed', code: 'channel-gone', read: 5 } });
    expect(decideProgress(failed, now)).toMatchObject({ kind: 'text', isLast: true });
    expect(textOf(failed)).toBe(
      'I could not finish reading the history of @northern (channel-gone). What was read before is kept: send /stats @northern to see it.',
    );
  });

  it('stops waiting after a day, or when nobody collects the channel', () => {
    const late =
      'История @northern до сих пор не прочитана, больше не жду. Пришлите /stats @northern, чтобы проверить снова.';
    expect(textOf({ createdAt: secondsAgo(86_401) })).toBe(late);
    expect(textOf({ history: null })).toBe(late);
  });
});

describe('a card that waits for fresh figures', () => {
  const waiting = (seconds: number, lastSyncedAt: Date | null): string =>
    decideProgress(following({ waitsFor: 'refresh', createdAt: secondsAgo(seconds), lastSyncedAt }), now)
      .kind;

  it('is written anew when the channel was read after the press', () => {
    expect(waiting(5, secondsAgo(1))).toBe('card');
    expect(waiting(5, secondsAgo(6))).toBe('wait');
    expect(waiting(5, null)).toBe('wait');
  });

  it('stays as it is when nothing comes in half a minute', () => {
    expect(waiting(31, secondsAgo(40))).toBe('forget');
  });
});
