import type { Span } from '#contract/figure.ts';
import { formatDate, formatTime } from '#format/date.ts';
import { formatList } from '#format/list.ts';
import { formatNumber } from '#format/number.ts';
import type { Text } from '../../text.ts';
import type { ShownFigure } from './report-figures.ts';

/** One line of the sheet behind a figure: what is said, and what about it. */
export interface ProvenanceRow {
  key: 'made-from' | 'parts' | 'window' | 'coverage' | 'source' | 'captured';
  value: string;
}

/** Everything a figure tells about where it came from, in the order people ask; what it does not tell is left out. */
export function provenanceRows({ figure, madeFrom }: ShownFigure, text: Text, now: Date): ProvenanceRow[] {
  const { say, language, timeZone } = text;
  const rows: ProvenanceRow[] = [];
  if (figure.value !== null || figure.n > 0) {
    const n = formatNumber(figure.n, language);
    rows.push({ key: 'made-from', value: say(`app-made-from-${madeFrom}`, { n, nCount: figure.n }) });
  }
  if (figure.parts !== undefined && figure.parts.length > 0) {
    const parts = figure.parts.map((part) => say(`app-part-${part}`));
    rows.push({ key: 'parts', value: formatList(parts, language) });
  }
  if (figure.window !== null) rows.push({ key: 'window', value: spanText(figure.window, text, now) });
  const isPartly = figure.coverage !== null && figure.coverage.from !== figure.window?.from;
  if (figure.coverage !== null && isPartly)
    rows.push({ key: 'coverage', value: spanText(figure.coverage, text, now) });
  if (figure.source !== null) rows.push({ key: 'source', value: say(`app-source-${figure.source}`) });
  if (figure.capturedAt !== null) {
    const at = new Date(figure.capturedAt);
    const date = formatDate(at, language, timeZone, now);
    rows.push({ key: 'captured', value: say('app-instant', { date, time: formatTime(at, timeZone) }) });
  }
  return rows;
}

/** `21 Oct – 19 Nov`, in the viewer's zone. */
export function spanText(span: Span, { language, timeZone }: Text, now: Date): string {
  const [from, to] = [span.from, span.to].map((at) => formatDate(new Date(at), language, timeZone, now));
  return from === to ? `${from}` : `${from} – ${to}`;
}
