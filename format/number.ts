import type { Language } from './language.ts';

/** Keeps a number in one piece at the end of a line. */
export const noBreakSpace = '\u00A0';
/** A real minus sign, as wide as a plus. */
export const minusSign = '\u2212';
/** What stands for a figure nobody knows; never 0. */
export const unknown = '—';

/** `12418` → `12,418`, in Russian `12 418` with a no-break space. Rounds halves away from zero. */
export function formatNumber(value: number, language: Language): string {
  const rounded = Math.round(Math.abs(value));
  const digits = groupDigits(String(rounded), language);
  return value < 0 && rounded > 0 ? `${minusSign}${digits}` : digits;
}

/**
 * The number of tenths, hundredths … as decimal text: `writeDecimal(124, 1, 'ru')` → `12,4`. The caller has rounded
 * already, so that borders (99.95) are decided on whole numbers.
 */
export function writeDecimal(scaled: number, decimals: number, language: Language): string {
  if (decimals === 0) return groupDigits(String(scaled), language);
  const text = String(scaled).padStart(decimals + 1, '0');
  const whole = groupDigits(text.slice(0, -decimals), language);
  return `${whole}${language === 'ru' ? ',' : '.'}${text.slice(-decimals)}`;
}

function groupDigits(digits: string, language: Language): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? noBreakSpace : ',');
}
