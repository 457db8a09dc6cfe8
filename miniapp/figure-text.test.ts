import { describe, expect, it } from 'vitest';
import { aFigure } from './a-report.ts';
import { fullFigure, shortFigure } from './figure-text.ts';

describe('a figure in a tile', () => {
  it('is short in counts and precise in rates and changes', () => {
    expect(shortFigure(aFigure(14_213), 'count', 'en')).toBe('14.2K');
    expect(shortFigure(aFigure(14_213), 'count', 'ru')).toBe('14,2K');
    expect(shortFigure(aFigure(0.0381), 'rate', 'en')).toBe('3.8\u00A0%');
    expect(shortFigure(aFigure(-48), 'change', 'en')).toBe('−48');
  });

  it('is an em dash when it is unknown, and 0 when it is nothing', () => {
    expect(shortFigure(aFigure(null), 'count', 'en')).toBe('—');
    expect(fullFigure(aFigure(null), 'rate', 'ru')).toBe('—');
    expect(shortFigure(aFigure(0), 'count', 'en')).toBe('0');
  });

  it('says when it is approximate', () => {
    expect(shortFigure(aFigure(1_200, { approximate: true }), 'count', 'en')).toBe('≈1.2K');
    expect(fullFigure(aFigure(1_200, { approximate: true }), 'count', 'en')).toBe('≈1,200');
  });
});
