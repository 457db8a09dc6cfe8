/** A count as a card writes it in English, at most four significant characters: `842`, `12.4K`, `1.03M`. */
export function writeCount(value: number): string {
  const rounded = Math.round(value);
  if (rounded < 1_000) return String(rounded);
  const thousands = value / 1_000;
  if (thousands < 99.95) return `${thousands.toFixed(1)}K`;
  if (thousands < 999.5) return `${thousands.toFixed(0)}K`;
  const millions = value / 1_000_000;
  return millions < 9.995 ? `${millions.toFixed(2)}M` : `${millions.toFixed(1)}M`;
}

/** A count in full: `14,213`. */
export function writeInFull(value: number): string {
  return value.toLocaleString('en-US');
}

/** A rate as a card writes it in English: `4.7 %`, two decimals below one percent. */
export function writePercent(rate: number): string {
  const percent = rate * 100;
  return `${percent < 0.995 ? percent.toFixed(2) : percent.toFixed(1)} %`;
}

/** Reads a text as it is meant: every kind of space as one plain space. */
export function plainSpaces(text: string): string {
  return text.replace(/[\s\u00a0\u202f]+/g, ' ').trim();
}
