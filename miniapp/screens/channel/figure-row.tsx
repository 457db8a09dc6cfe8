import type { ReactElement } from 'react';
import { fullFigure } from '../../figure-text.ts';
import { useText } from '../../text.ts';
import type { ShownFigure } from './report-figures.ts';

interface FigureRowProps {
  shown: ShownFigure;
  onOpen: (shown: ShownFigure) => void;
}

/** A figure as a row of a list; a tap opens where it came from. */
export function FigureRow({ shown, onOpen }: FigureRowProps): ReactElement {
  const { say, language } = useText();
  return (
    <button
      type="button"
      className="figure-row"
      aria-haspopup="dialog"
      onClick={() => onOpen(shown)}
      data-testid={`figure-${shown.key}`}
    >
      <span>{say(`app-figure-${shown.key}`)}</span>
      <span className="number">{fullFigure(shown.figure, shown.kind, language)}</span>
    </button>
  );
}
