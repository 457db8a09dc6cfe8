import type { ReactElement } from 'react';
import type { ChartDescription } from '#charts/chart.ts';
import { formatCompactNumber } from '#format/compact-number.ts';
import { useText } from '../../text.ts';

interface ChartLegendProps {
  description: ChartDescription;
  /** The point under the finger in words; it takes the legend's place, so that nothing moves. */
  point: string | null;
}

/** What the colours mean, or what the finger points at: both in the same place, as high as the legend needs. */
export function ChartLegend({ description, point }: ChartLegendProps): ReactElement {
  const { say, language } = useText();
  return (
    <p className="legend">
      <span className={point === null ? 'legend-names' : 'legend-names covered'}>
        {description.series.map(({ key, colour, isHollow }) => (
          <span key={key}>
            <i className={`swatch colour-${colour} ${isHollow ? 'swatch-hollow' : ''}`} aria-hidden="true" />
            {say(`app-series-${key}`)}
          </span>
        ))}
        {description.marks.map(({ key, colour, value }) => (
          <span key={key}>
            <i className={`swatch swatch-dash colour-${colour}`} aria-hidden="true" />
            {say(`app-mark-${key}`, { value: formatCompactNumber(value, language) })}
          </span>
        ))}
      </span>
      {point !== null && (
        <span className="legend-point number" data-testid="chart-point">
          {point}
        </span>
      )}
    </p>
  );
}
