import type { ReactElement } from 'react';
import { shortFigure } from '../../figure-text.ts';
import { useText } from '../../text.ts';
import type { ShownFigure } from './report-figures.ts';

interface HeadlineTileProps {
  shown: ShownFigure;
  /** What stands under the number: its formula in words, or a companion figure. */
  note: string;
  noteTone?: 'up' | 'down' | 'plain';
  onOpen: (shown: ShownFigure) => void;
}

/** One headline figure; a tap opens where it came from. */
export function HeadlineTile({ shown, note, noteTone = 'plain', onOpen }: HeadlineTileProps): ReactElement {
  const { say, language } = useText();
  return (
    <button
      type="button"
      className="tile"
      onClick={() => onOpen(shown)}
      aria-haspopup="dialog"
      data-testid={`tile-${shown.key}`}
    >
      <span className="tile-name">{say(`app-figure-${shown.key}`)}</span>
      <span className="tile-value number">{shortFigure(shown.figure, shown.kind, language)}</span>
      <span className={`tile-note tone-${noteTone}`}>{note}</span>
    </button>
  );
}
