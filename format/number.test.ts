import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAxisNumber } from './axis-number.ts';
import { formatChange, formatRateChange } from './change.ts';
import { formatCompactNumber } from './compact-number.ts';
import { formatList } from './list.ts';
import { formatNumber } from './number.ts';
import { formatRate } from './rate.ts';

/** `~` stands for a no-break space in the tables below. */
const visible = (text: string): string => text.replaceAll('\u00A0', '~');

describe('full numbers', () => {
  it.each([
    [0, '0', '0'],
    [842, '842', '842'],
    [1941, '1,941', '1~941'],
    [12_418, '12,418', '12~418'],
    [1_234_567, '1,234,567', '1~234~567'],
    [18_100.4, '18,100', '18~100'],
    [-1234, '−1,234', '−1~234'],
    [-0.2, '0', '0'],
  ])('writes %d as %s and %s', (value, en, ru) => {
    expect(visible(formatNumber(value, 'en'))).toBe(en);
    expect(visible(formatNumber(value, 'ru'))).toBe(ru);
  });
});

describe('compact numbers', () => {
  it.each([
    [0, '0', '0'],
    [842, '842', '842'],
    [999.4, '999', '999'],
    [999.5, '1.0K', '1,0K'],
    [3100, '3.1K', '3,1K'],
    [9249, '9.2K', '9,2K'],
    [12_418, '12.4K', '12,4K'],
    [41_000, '41.0K', '41,0K'],
    [99_949, '99.9K', '99,9K'],
    [99_950, '100K', '100K'],
    [124_400, '124K', '124K'],
    [999_499, '999K', '999K'],
    [999_500, '1.00M', '1,00M'],
    [1_030_000, '1.03M', '1,03M'],
    [12_400_000, '12.4M', '12,4M'],
    [124_000_000, '124M', '124M'],
    [2_147_483_647, '2.15B', '2,15B'],
    [5_000_000_000_000, '5,000B', '5~000B'],
    [-12_418, '−12.4K', '−12,4K'],
  ])('writes %d as %s and %s', (value, en, ru) => {
    expect(visible(formatCompactNumber(value, 'en'))).toBe(en);
    expect(visible(formatCompactNumber(value, 'ru'))).toBe(ru);
  });

  it('never needs more than four significant characters, nor strays more than 5 % from the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_147_483_647 }), (value) => {
        const text = formatCompactNumber(value, 'en');
        const size = { K: 1e3, M: 1e6, B: 1e9 }[text.slice(-1)] ?? 1;
        expect(text.replace('.', '').length).toBeLessThanOrEqual(4);
        expect(Math.abs(Number.parseFloat(text) * size - value)).toBeLessThanOrEqual(value * 0.05);
      }),
    );
  });
});

describe('rates', () => {
  it.each([
    [0, '0~%', '0~%'],
    [0.047, '4.7~%', '4,7~%'],
    [1.273, '127.3~%', '127,3~%'],
    [0.0048, '0.48~%', '0,48~%'],
    [0.00994, '0.99~%', '0,99~%'],
    [0.00996, '1.0~%', '1,0~%'],
    [0.000001, '0.00~%', '0,00~%'],
    [12.3456, '1,234.6~%', '1~234,6~%'],
    [-0.03, '−3.0~%', '−3,0~%'],
  ])('writes %d as %s and %s', (value, en, ru) => {
    expect(visible(formatRate(value, 'en'))).toBe(en);
    expect(visible(formatRate(value, 'ru'))).toBe(ru);
  });
});

describe('changes', () => {
  it.each([
    [86, '+86', '+86'],
    [-48, '−48', '−48'],
    [0, '0', '0'],
    [1312, '+1,312', '+1~312'],
  ])('writes %d as %s and %s', (value, en, ru) => {
    expect(visible(formatChange(value, 'en'))).toBe(en);
    expect(visible(formatChange(value, 'ru'))).toBe(ru);
  });

  it('writes shares with their sign', () => {
    expect(visible(formatRateChange(0.026, 'en'))).toBe('+2.6~%');
    expect(visible(formatRateChange(-0.0048, 'ru'))).toBe('−0,48~%');
    expect(visible(formatRateChange(0, 'ru'))).toBe('0~%');
  });
});

describe('lists', () => {
  it('joins words with the conjunction of the language', () => {
    expect(formatList([], 'en')).toBe('');
    expect(formatList(['forwards'], 'en')).toBe('forwards');
    expect(formatList(['reactions', 'forwards'], 'en')).toBe('reactions and forwards');
    expect(formatList(['реакции', 'пересылки', 'комментарии'], 'ru')).toBe(
      'реакции, пересылки и комментарии',
    );
  });
});

describe('formatAxisNumber', () => {
  it.each([
    [0, '0', '0'],
    [842, '842', '842'],
    [40_000, '40K', '40K'],
    [12_500, '12.5K', '12,5K'],
    [200_000, '200K', '200K'],
    [1_000_000, '1M', '1M'],
    [1_500_000, '1.5M', '1,5M'],
    [1_050_000, '1.05M', '1,05M'],
  ])('says %d without decimals that are nothing', (value, en, ru) => {
    expect([formatAxisNumber(value, 'en'), formatAxisNumber(value, 'ru')]).toEqual([en, ru]);
  });
});
