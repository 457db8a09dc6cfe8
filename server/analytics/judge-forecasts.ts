import { medianOf } from './mean-and-median.ts';

/** A forecast that was kept, and what came. */
export interface KeptForecast {
  value: number;
  low: number;
  high: number;
  /** Views at the horizon; null: not known yet, or never. */
  truth: number | null;
}

export interface ForecastRecord {
  /** Share of truths inside the interval, 0…1; 0.70–0.90 is what an interval of 80 % has to show. Null of none. */
  coverage: number | null;
  /** Median of |value − truth| ÷ truth; null without a truth above zero. */
  medianError: number | null;
  /** Forecasts whose truth is known. */
  n: number;
}

/** How forecasts fared. */
export function judgeForecasts(forecasts: readonly KeptForecast[]): ForecastRecord {
  const known = forecasts.flatMap(({ truth, ...forecast }) =>
    truth === null ? [] : [{ ...forecast, truth }],
  );
  const inside = known.filter(({ low, high, truth }) => low <= truth && truth <= high);
  const errors = known.flatMap(({ value, truth }) => (truth > 0 ? [Math.abs(value - truth) / truth] : []));
  return {
    coverage: known.length === 0 ? null : inside.length / known.length,
    medianError: medianOf(errors),
    n: known.length,
  };
}
