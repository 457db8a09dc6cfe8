import type { Language } from './language.ts';
import { formatNumber, minusSign } from './number.ts';
import { formatRate } from './rate.ts';

/** A change of a count: `+86`, `−48` with a real minus sign, `0`. */
export function formatChange(change: number, language: Language): string {
  const text = formatNumber(change, language);
  return change > 0 && text !== '0' ? `+${text}` : text;
}

/** A change as a share: `+2.6 %`, `−0.48 %`. */
export function formatRateChange(change: number, language: Language): string {
  const text = formatRate(change, language);
  return change <= 0 || text.startsWith(minusSign) ? text : `+${text}`;
}
