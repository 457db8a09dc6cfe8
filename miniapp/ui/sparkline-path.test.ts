import { describe, expect, it } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

describe('sparklinePath', () => {
  it('runs from the oldest on the left, with zero at the bottom and the highest at the top', () => {
    expect(sparklinePath([0, 50, 100], 72, 20)).toBe('M0 20L36 10L72 0');
  });

  it('draws posts without views on the ground and not outside', () => {
    expect(sparklinePath([0, 0], 72, 20)).toBe('M0 20L72 20');
  });

  it('needs two posts for a line', () => {
    expect(sparklinePath([5], 72, 20)).toBe('');
    expect(sparklinePath([], 72, 20)).toBe('');
  });
});
