import { formatCompactNumber } from './compact-number.ts';
import type { Language } from './language.ts';

/** A level of an axis: as short as a compact number can be, `40K` and `1.5M` where a figure says `40.0K` and `1.50M`. */
export function formatAxisNumber(value: number, language: Language): string {
  return formatCompactNumber(value, language).replace(/(?:([.,]\d*[1-9])0+|[.,]0+)(?=[KMB]$)/, '$1');
}
