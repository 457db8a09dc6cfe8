import type { ReactElement } from 'react';
import { sparklinePath } from './sparkline-path.ts';

const width = 72;
const height = 18;

/** The views of the newest posts as a line without axes. Decoration: the row says the median in words. */
export function Sparkline({ values }: { values: readonly number[] }): ReactElement | null {
  const path = sparklinePath(values, width, height);
  if (path === '') return null;
  return (
    <svg className="sparkline" viewBox={`-1 -1 ${width + 2} ${height + 2}`} aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
