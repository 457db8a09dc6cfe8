import { describe, expect, it } from 'vitest';
import { formatAge } from './age.ts';
import { formatDate, formatTime } from './date.ts';
import { formatExcerpt } from './excerpt.ts';
import { toLanguage } from './language.ts';

const visible = (text: string): string => text.replaceAll('\u00A0', ' ');
const now = new Date('2026-11-20T12:00:00Z');

describe('dates and times', () => {
  it.each([
    ['2026-10-21T10:00:00Z', 'UTC', '21 Oct', '21 октября'],
    ['2025-10-21T10:00:00Z', 'UTC', '21 Oct 2025', '21 октября 2025'],
    ['2026-10-20T22:30:00Z', 'Europe/Moscow', '21 Oct', '21 октября'],
    ['2025-12-31T20:59:59Z', 'Europe/Moscow', '31 Dec 2025', '31 декабря 2025'],
    ['2025-12-31T21:00:00Z', 'Europe/Moscow', '1 Jan', '1 января'],
    ['2026-05-01T00:00:00Z', 'UTC', '1 May', '1 мая'],
  ])('writes %s in %s as %s and %s', (at, zone, en, ru) => {
    expect(visible(formatDate(new Date(at), 'en', zone, now))).toBe(en);
    expect(visible(formatDate(new Date(at), 'ru', zone, now))).toBe(ru);
  });

  it('always writes the year when it does not know which year it is', () => {
    expect(visible(formatDate(now, 'en', 'UTC'))).toBe('20 Nov 2026');
  });

  it('writes times of 24 hours, across a change to summer time too', () => {
    expect(formatTime(new Date('2026-03-29T00:59:00Z'), 'Europe/Berlin')).toBe('01:59');
    expect(formatTime(new Date('2026-03-29T01:00:00Z'), 'Europe/Berlin')).toBe('03:00');
    expect(formatTime(new Date('2026-01-01T00:05:00Z'), 'UTC')).toBe('00:05');
  });
});

describe('ages', () => {
  it.each([
    [-30_000, 'just now', 'только что'],
    [59_999, 'just now', 'только что'],
    [60_000, '1 min ago', '1 мин назад'],
    [3_599_999, '59 min ago', '59 мин назад'],
    [3_600_000, '1 h ago', '1 ч назад'],
    [86_399_999, '23 h ago', '23 ч назад'],
    [86_400_000, '19 Nov', '19 ноября'],
  ])('calls %d ms ago %s and %s', (ageMs, en, ru) => {
    const at = new Date(now.getTime() - ageMs);
    expect(visible(formatAge(at, now, 'en', 'UTC'))).toBe(en);
    expect(visible(formatAge(at, now, 'ru', 'UTC'))).toBe(ru);
  });
});

describe('excerpts', () => {
  it('keeps a short text and joins its lines', () => {
    expect(formatExcerpt('  Aurora\n\ntonight ', 40)).toBe('Aurora tonight');
  });

  it('cuts at a word and says that something is missing', () => {
    expect(formatExcerpt('Aurora tonight over Tromsø', 20)).toBe('Aurora tonight over…');
    expect(formatExcerpt('Donaudampfschifffahrt', 10)).toBe('Donaudamp…');
  });

  it('never cuts an emoji in two', () => {
    expect(formatExcerpt('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 2)).toBe('👨‍👩‍👧…');
  });
});

describe('languages', () => {
  it('speaks Russian to whoever asks for it and English to all others', () => {
    expect(['ru', 'ru-RU', 'RU', 'run', 'en', 'de', '', undefined, null].map(toLanguage)).toEqual([
      'ru',
      'ru',
      'ru',
      'en',
      'en',
      'en',
      'en',
      'en',
      'en',
    ]);
  });
});
