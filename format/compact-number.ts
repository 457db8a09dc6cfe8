import type { Language } from './language.ts';
import { minusSign, writeDecimal } from './number.ts';

/** From fine to coarse; a step fits when the rounded number has at most three digits. */
const steps = [
  { divisor: 1, suffix: '', decimals: 0 },
  { divisor: 1e3, suffix: 'K', decimals: 1 },
  { divisor: 1e3, suffix: 'K', decimals: 0 },
  { divisor: 1e6, suffix: 'M', decimals: 2 },
  { divisor: 1e6, suffix: 'M', decimals: 1 },
  { divisor: 1e6, suffix: 'M', decimals: 0 },
  { divisor: 1e9, suffix: 'B', decimals: 2 },
  { divisor: 1e9, suffix: 'B', decimals: 1 },
  { divisor: 1e9, suffix: 'B', decimals: 0 },
] as const;

/**
 * At most four significant characters: `842`, `3.1K`, `12.4K`, `124K`, `1.03M`; in Russian `12,4K`. The letters are
 * the same in both languages, as on Telegram's own screens.
 */
export function formatCompactNumber(value: number, language: Language): string {
  const size = Math.abs(value);
  for (const { divisor, suffix, decimals } of steps) {
    const scaled = Math.round((size / divisor) * 10 ** decimals);
    if (scaled < 1000) return withSign(value, scaled, `${writeDecimal(scaled, decimals, language)}${suffix}`);
  }
  const billions = Math.round(size / 1e9);
  return withSign(value, billions, `${writeDecimal(billions, 0, language)}B`);
}

function withSign(value: number, scaled: number, text: string): string {
  return value < 0 && scaled > 0 ? `${minusSign}${text}` : text;
}
