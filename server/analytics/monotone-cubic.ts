/** A point of a curve; neighbours ascend strictly by `x`. */
export interface Point {
  x: number;
  y: number;
}

/**
 * Piecewise cubic through points that never overshoots (PCHIP, Fritsch and Butland 1984): between two neighbours the
 * value stays between theirs, and where the points turn the curve is level. `points` are at least two and reach one
 * farther than the two around `x` on each side where there is one; more change nothing. Null outside of them.
 */
export function interpolateMonotone(points: readonly Point[], x: number): number | null {
  const index = points.findIndex((point, each) => point.x <= x && x <= (points[each + 1]?.x ?? Number.NaN));
  const left = points[index];
  const right = points[index + 1];
  if (left === undefined || right === undefined) return null;
  const width = right.x - left.x;
  const share = (x - left.x) / width;
  const rest = 1 - share;
  const leftSlope = slopeAt(points, index);
  const rightSlope = slopeAt(points, index + 1);
  return (
    (1 + 2 * share) * rest * rest * left.y +
    share * share * (3 - 2 * share) * right.y +
    share * rest * width * (rest * leftSlope - share * rightSlope)
  );
}

/** The slope of the curve at one of its points. */
function slopeAt(points: readonly Point[], index: number): number {
  const [before, here, after] = [points[index - 1], points[index], points[index + 1]];
  if (here === undefined) return 0;
  if (before !== undefined && after !== undefined) {
    const near = here.x - before.x;
    const far = after.x - here.x;
    const rising = (here.y - before.y) / near;
    const next = (after.y - here.y) / far;
    if (rising * next <= 0) return 0;
    const nearWeight = 2 * far + near;
    const farWeight = far + 2 * near;
    return (nearWeight + farWeight) / (nearWeight / rising + farWeight / next);
  }
  const [second, third] = before === undefined ? [after, points[index + 2]] : [before, points[index - 2]];
  return second === undefined ? 0 : endSlope(here, second, third);
}

/** At an end: the slope of the parabola through three points, held back where it would overshoot. */
function endSlope(end: Point, second: Point, third: Point | undefined): number {
  const first = secant(end, second);
  if (third === undefined) return first;
  const near = second.x - end.x;
  const far = third.x - second.x;
  const next = secant(second, third);
  const slope = ((2 * near + far) * first - near * next) / (near + far);
  if (slope * first <= 0) return 0;
  return first * next <= 0 && Math.abs(slope) > 3 * Math.abs(first) ? 3 * first : slope;
}

function secant(one: Point, other: Point): number {
  return (other.y - one.y) / (other.x - one.x);
}
