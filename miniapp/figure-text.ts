import type { Figure } from '#contract/figure.ts';
import { formatChange } from '#format/change.ts';
import { formatCompactNumber } from '#format/compact-number.ts';
import type { Language } from '#format/language.ts';
import { formatNumber, unknown } from '#format/number.ts';
import { formatRate } from '#format/rate.ts';

/** What a figure counts: decides how it is written. */
export type FigureKind = 'count' | 'rate' | 'change';

/** A figure at most four significant characters long, for tiles and rows; an em dash when it is unknown. */
export function shortFigure(figure: Figure, kind: FigureKind, language: Language): string {
  return write(figure, (value) =>
    kind === 'count' ? formatCompactNumber(value, language) : precise(value, kind, language),
  );
}

/** A figure in full, for headlines, tables and the sheet behind it. */
export function fullFigure(figure: Figure, kind: FigureKind, language: Language): string {
  return write(figure, (value) => precise(value, kind, language));
}

function precise(value: number, kind: FigureKind, language: Language): string {
  if (kind === 'rate') return formatRate(value, language);
  return kind === 'change' ? formatChange(value, language) : formatNumber(value, language);
}

function write(figure: Figure, format: (value: number) => string): string {
  if (figure.value === null) return unknown;
  return figure.approximate ? `≈${format(figure.value)}` : format(figure.value);
}
