import type { ReactElement } from 'react';
import type { ChannelReport } from '#contract/channel.ts';
import { fullFigure } from '../../figure-text.ts';
import { useText } from '../../text.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { provenanceRows } from './provenance-rows.ts';
import type { ShownFigure } from './report-figures.ts';
import { workedExample } from './worked-example.ts';

interface ProvenanceSheetProps {
  shown: ShownFigure;
  report: ChannelReport;
  onClose: () => void;
}

/** Behind a figure: its full number, the formula in words, and what it was made from. */
export function ProvenanceSheet({ shown, report, onClose }: ProvenanceSheetProps): ReactElement {
  const text = useText();
  const { say, messages, language } = text;
  const { key, figure, kind } = shown;
  const formula = `formula-${figure.formula}`;
  const worked = workedExample(shown, report, text);
  return (
    <Sheet title={say(`app-figure-${key}`)} onClose={onClose}>
      <p className="sheet-value number">{fullFigure(figure, kind, language)}</p>
      {figure.reason !== undefined && <p>{say(`reason-${figure.reason}`)}</p>}
      {messages.has(formula) && <p className="sheet-formula">{say(formula)}</p>}
      {worked !== null && <p className="number">{worked}</p>}
      {figure.approximate && <p className="hint">{say('app-approximate')}</p>}
      <dl className="facts">
        {provenanceRows(shown, text, new Date()).map((row) => (
          <div key={row.key}>
            <dt>{say(`app-provenance-${row.key}`)}</dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
