import type { Language } from './language.ts';
import { minusSign, noBreakSpace, writeDecimal } from './number.ts';

/**
 * A share of one as percent: `0.047` → `4.7 %`, two decimals below one percent (`0.48 %`), plain `0 %` for nothing at
 * all. The space is one that does not break.
 */
export function formatRate(rate: number, language: Language): string {
  const size = Math.abs(rate);
  if (size === 0) return `0${noBreakSpace}%`;
  const hundredths = Math.round(size * 10_000);
  const text =
    hundredths < 100
      ? writeDecimal(hundredths, 2, language)
      : writeDecimal(Math.round(size * 1_000), 1, language);
  return `${rate < 0 ? minusSign : ''}${text}${noBreakSpace}%`;
}
