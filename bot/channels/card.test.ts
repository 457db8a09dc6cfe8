import { describe, expect, it } from 'vitest';
import type { ChannelReport } from '#contract/channel.ts';
import type { Language } from '#format/language.ts';
import { readMessages } from '../read-messages.ts';
import { aFigure, aReport, reportNow } from './a-report.ts';
import { writeCard } from './card.ts';

const messages = readMessages();

/** The card with `~` for no-break spaces, so that they can be seen. */
function card(language: Language, changes: Partial<ChannelReport> = {}): string[] {
  return writeCard(aReport(changes), { messages: messages[language], language, now: reportNow })
    .replaceAll('\u00A0', '~')
    .split('\n');
}

const unknownReach = {
  averageReach: aFigure(null, { reason: 'no-posts' }),
  medianReach: aFigure(null, { reason: 'no-posts' }),
  reachPerSubscriber: aFigure(null, { reason: 'no-posts' }),
  engagementRate: aFigure(null, { reason: 'no-posts' }),
  postSet: { kind: 'newest-10', n: 0 },
  bestPost: null,
} as const;

describe('the card', () => {
  it('says every figure with its window in English', () => {
    expect(card('en')).toEqual([
      '📈 <b>Northern Lights</b> · @northern_lights',
      '14,213 subscribers · +86 in 7 days',
      'Average reach 18.1K · median 16.9K',
      '41 posts of 30 days, each over a day old',
      'ERR 127.3~% — reach to subscribers',
      'ER 3.8~% — reactions, forwards and comments per view',
      'Best: “Aurora tonight over Tromsø and the…” — 41.0K',
      'Updated 4~min ago',
    ]);
  });

  it('says the same in Russian', () => {
    expect(card('ru')).toEqual([
      '📈 <b>Northern Lights</b> · @northern_lights',
      '14~213 подписчиков · +86 за 7 дней',
      'Средний охват поста 18,1K · медиана 16,9K',
      '41 пост за 30 дней, все старше суток',
      'ERR 127,3~% — охват к числу подписчиков',
      'ER 3,8~% — реакции, пересылки и комментарии на просмотр',
      'Лучший: «Aurora tonight over Tromsø and the…» — 41,0K',
      'Обновлено 4~мин назад',
    ]);
  });

  it('says — and why where subscribers are unknown', () => {
    const changes = {
      subscribers: aFigure(null, { reason: 'not-told-by-telegram' }),
      growth7Days: aFigure(null, { reason: 'subscribers-unknown' }),
      reachPerSubscriber: aFigure(null, { reason: 'subscribers-unknown' }),
    } as const;
    expect([card('en', changes)[1], card('en', changes)[4]]).toEqual([
      'Subscribers: — (Telegram did not tell their number)',
      'ERR: — (needs the number of subscribers)',
    ]);
    expect([card('ru', changes)[1], card('ru', changes)[4]]).toEqual([
      'Подписчики: — (Telegram не сообщил их число)',
      'ERR: — (нужно число подписчиков)',
    ]);
    const pending = { subscribers: aFigure(null, { reason: 'no-history-yet' }) } as const;
    expect(card('en', pending)[1]).toBe('Subscribers: — (not read yet)');
  });

  it('says since when the change is counted, and when the week will be full', () => {
    const observed = (from: string, value: number | null): Partial<ChannelReport> => ({
      growth7Days: aFigure(value, { coverage: { from, to: '2026-11-20T11:56:00.000Z' } }),
    });
    expect(card('en', observed('2026-11-15T12:00:00.000Z', 86))[1]).toBe(
      '14,213 subscribers · +86 since 15~Nov',
    );
    expect(card('ru', observed('2026-11-15T12:00:00.000Z', -48))[1]).toBe(
      '14~213 подписчиков · −48 с 15~ноября',
    );
    expect(card('ru', observed('2026-11-20T09:00:00.000Z', 0))[1]).toBe(
      '14~213 подписчиков · изменение за 7 дней: —, появится 27~ноября',
    );
    expect(card('en', { growth7Days: aFigure(null, { reason: 'no-history-yet' }) })[1]).toBe(
      '14,213 subscribers · 7-day change: — until 27~Nov, when I have counted for a week',
    );
  });

  it('says why there is no reach, and leaves out what would be empty', () => {
    expect(card('en', unknownReach)).toEqual([
      '📈 <b>Northern Lights</b> · @northern_lights',
      '14,213 subscribers · +86 in 7 days',
      'Average reach: — (no post is over a day old and shows views)',
      'ERR: — (needs posts with views)',
      'ER: — (no views to divide by)',
      'Updated 4~min ago',
    ]);
  });

  it('names the newest ten where the window has too few posts', () => {
    const few = { postSet: { kind: 'newest-10', n: 10 } } as const;
    expect(card('en', few)[3]).toBe('10 newest posts over a day old: the 30 days have fewer than 5');
    expect(card('ru', few)[3]).toBe('10 последних постов старше суток: за 30 дней их меньше пяти');
  });

  it('names only the parts that were counted', () => {
    const parts = { engagementRate: aFigure(0.0048, { parts: ['forwards'] }) } as const;
    expect(card('en', parts)[5]).toBe('ER 0.48~% — forwards per view');
    const two = { engagementRate: aFigure(0.01, { parts: ['forwards', 'comments'] }) } as const;
    expect(card('ru', two)[5]).toBe('ER 1,0~% — пересылки и комментарии на просмотр');
  });

  it('shows a best post without text by its number', () => {
    const bestPost = { postId: 7, excerpt: '', publishedAt: '2026-11-02T10:00:00.000Z', views: 842 };
    expect(card('en', { bestPost })[6]).toBe('Best: post 7 — 842');
    expect(card('ru', { bestPost })[6]).toBe('Лучший: пост 7 — 842');
  });

  it('cannot be broken by what a channel calls itself or writes', () => {
    const { channel, bestPost } = aReport();
    const lines = card('en', {
      channel: { ...channel, title: '</b><a href="x">&', username: null },
      bestPost: bestPost === null ? null : { ...bestPost, excerpt: '<script>"&amp;"' },
    });
    expect(lines[0]).toBe('📈 <b>&lt;/b&gt;&lt;a href=&quot;x&quot;&gt;&amp;</b>');
    expect(lines[6]).toBe('Best: “&lt;script&gt;&quot;&amp;amp;&quot;” — 41.0K');
  });

  it('says one sentence about posts that nobody may read, and keeps what was read of them before', () => {
    const history = { kind: 'needs-account', read: 0 } as const;
    expect(card('en', { history, ...unknownReach })).toEqual([
      '📈 <b>Northern Lights</b> · @northern_lights',
      '14,213 subscribers · +86 in 7 days',
      'Posts: — (to read them I need a connected account)',
      'Updated 4~min ago',
    ]);
    const partly = card('ru', { history: { ...history, read: 900 } });
    expect(partly[2]).toBe('Средний охват поста 18,1K · медиана 16,9K');
    expect(partly[7]).toBe('Посты: — (чтобы их читать, нужен подключённый аккаунт)');
  });

  it('says so when the history was not read to its end', () => {
    expect(card('ru', { history: { kind: 'failed', code: 'flood-wait', read: 900 } })[7]).toBe(
      'История прочитана не до конца (flood-wait)',
    );
  });
});
