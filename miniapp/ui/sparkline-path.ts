/**
 * The points of a sparkline as an SVG path inside a box: the oldest on the left, zero at the bottom, so that heights can
 * be compared between rows. Fewer than two values make no line.
 */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const highest = Math.max(...values, 1);
  const step = width / (values.length - 1);
  const points = values.map((value, place) => {
    const y = height - (Math.max(value, 0) / highest) * height;
    return `${tenth(place * step)} ${tenth(y)}`;
  });
  return `M${points.join('L')}`;
}

/** A tenth of a pixel is finer than any screen shows. */
function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
