import { describe, expect, it } from 'vitest';
import { aFigure, aReport } from '../../a-report.ts';
import { aText } from '../../a-text.ts';
import { provenanceRows } from './provenance-rows.ts';
import { headlineFigures, type ShownFigure } from './report-figures.ts';
import { workedExample } from './worked-example.ts';

const now = new Date('2025-11-20T10:00:00Z');
const english = aText('en');
const russian = aText('ru');
const shown = (figure = aFigure(18_100), more: Partial<ShownFigure> = {}): ShownFigure => ({
  key: 'average-reach',
  figure,
  kind: 'count',
  madeFrom: 'posts',
  ...more,
});

describe('the sheet behind a figure', () => {
  it('says what it was made from, over what, from where and when', () => {
    expect(provenanceRows(shown(), english, now)).toEqual([
      { key: 'made-from', value: '41 posts' },
      { key: 'window', value: '21\u00A0Oct – 20\u00A0Nov' },
      { key: 'source', value: 'Telegram, as any reader sees it' },
      { key: 'captured', value: '20\u00A0Nov, 09:05' },
    ]);
  });

  it('names the parts of interactions, as people list them', () => {
    const figure = aFigure(0.038, { parts: ['reactions', 'forwards', 'comments'] });
    expect(provenanceRows(shown(figure), russian, now)).toContainEqual({
      key: 'parts',
      value: 'реакции, пересылки и комментарии',
    });
  });

  it('says what part of the period was observed when it was not all', () => {
    const coverage = { from: '2025-11-15T00:00:00.000Z', to: '2025-11-20T00:00:00.000Z' };
    const rows = provenanceRows(shown(aFigure(86, { coverage }), { madeFrom: 'snapshots' }), english, now);
    expect(rows).toContainEqual({ key: 'coverage', value: '15\u00A0Nov – 20\u00A0Nov' });
    expect(rows[0]?.value).toBe('41 measurements');
  });

  it('says nothing about an unknown figure that was made from nothing', () => {
    const figure = aFigure(null, { window: null, coverage: null, source: null, capturedAt: null });
    expect(provenanceRows(shown(figure), english, now)).toEqual([]);
  });
});

describe('workedExample', () => {
  const report = aReport();

  it('puts the numbers into the formula', () => {
    expect(workedExample(shown(), report, english)).toBe('742,100 ÷ 41 = 18,100');
    const err = headlineFigures(report).find(({ key }) => key === 'reach-per-subscriber');
    expect(err && workedExample(err, report, russian)).toBe('18\u00A0100 ÷ 14\u00A0213 = 127,3\u00A0%');
  });

  it('puts the sums behind a rate in, per view and per subscriber', () => {
    const perView = shown(
      aFigure(0.038, { formula: 'engagement-rate', terms: { interactions: 28_200, views: 742_100 } }),
      {
        kind: 'rate',
      },
    );
    expect(workedExample(perView, report, english)).toBe('28,200 ÷ 742,100 = 3.8\u00A0%');
    const perSubscriber = shown(
      aFigure(0.04, {
        formula: 'interactions-per-subscriber-last-10',
        terms: { interactions: 569, subscribers: 14_213 },
      }),
      {
        kind: 'rate',
      },
    );
    expect(workedExample(perSubscriber, report, russian)).toBe('569 ÷ 14\u00A0213 = 4,0\u00A0%');
  });

  it('stays silent where a side is missing', () => {
    const er = headlineFigures(report).find(({ key }) => key === 'engagement-rate');
    expect(er && workedExample(er, report, english)).toBeNull();
    expect(workedExample(shown(aFigure(null)), report, english)).toBeNull();
    const err = shown(aFigure(1.2, { formula: 'reach-per-subscriber' }), { kind: 'rate' });
    expect(workedExample(err, aReport({ subscribers: aFigure(null) }), english)).toBeNull();
  });
});
