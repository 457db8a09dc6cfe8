import type { ReactElement } from 'react';
import type { ChannelReport } from '#contract/channel.ts';
import { formatDate } from '#format/date.ts';
import { formatList } from '#format/list.ts';
import { fullFigure, shortFigure } from '../../figure-text.ts';
import { type Text, useText } from '../../text.ts';
import { HeadlineTile } from './headline-tile.tsx';
import { headlineFigures, type ShownFigure } from './report-figures.ts';

interface HeadlineTilesProps {
  report: ChannelReport;
  onOpen: (shown: ShownFigure) => void;
}

/** The four figures people come for. */
export function HeadlineTiles({ report, onOpen }: HeadlineTilesProps): ReactElement {
  const text = useText();
  return (
    <div className="tiles">
      {headlineFigures(report).map((shown) => (
        <HeadlineTile key={shown.key} shown={shown} onOpen={onOpen} {...noteOf(shown, report, text)} />
      ))}
    </div>
  );
}

function noteOf(
  shown: ShownFigure,
  report: ChannelReport,
  text: Text,
): { note: string; noteTone?: 'up' | 'down' | 'plain' } {
  const { say, language } = text;
  if (shown.figure.value === null && shown.figure.reason !== undefined)
    return { note: say(`reason-${shown.figure.reason}`) };
  if (shown.key === 'subscribers') return growthNote(report, text);
  if (shown.key === 'average-reach')
    return { note: say('app-note-median', { median: shortFigure(report.medianReach, 'count', language) }) };
  if (shown.key === 'engagement-rate') {
    const parts = (shown.figure.parts ?? []).map((part) => say(`app-part-${part}`));
    return {
      note: parts.length === 0 ? '' : say('app-note-per-view', { parts: formatList(parts, language) }),
    };
  }
  return { note: say('app-note-reach-per-subscriber') };
}

/** "in 7 days" only when seven days were observed; otherwise since when. */
function growthNote(
  { growth7Days }: ChannelReport,
  { say, language, timeZone }: Text,
): { note: string; noteTone: 'up' | 'down' | 'plain' } {
  const { value, coverage, window } = growth7Days;
  if (value === null) return { note: say('app-note-growth-unknown'), noteTone: 'plain' };
  const change = fullFigure(growth7Days, 'change', language);
  const noteTone = value > 0 ? 'up' : value < 0 ? 'down' : 'plain';
  const isWhole = coverage === null || window === null || coverage.from <= window.from;
  if (isWhole) return { note: say('app-note-growth', { change }), noteTone };
  const date = formatDate(new Date(coverage.from), language, timeZone, new Date());
  return { note: say('app-note-growth-since', { change, date }), noteTone };
}
