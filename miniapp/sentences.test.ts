import { describe, expect, it } from 'vitest';
import { describeViewsByPost } from '#charts/views-by-post.ts';
import { periodSchema } from '#contract/channel.ts';
import { interactionPartSchema, missingReasonSchema, sourceSchema } from '#contract/figure.ts';
import { problemCodeSchema } from '#contract/problem.ts';
import { aReport } from './a-report.ts';
import { aText } from './a-text.ts';
import { detailFigures, headlineFigures, last10Figures } from './screens/channel/report-figures.ts';

const report = aReport({
  viewsByPost: { postIds: [1, 2], publishedAt: [1, 2], views: [1, 2], isSharedRepost: [true, false] },
});
const figures = [...headlineFigures(report), ...detailFigures(report), ...last10Figures(report)];
const chart = describeViewsByPost(report);

/** Keys that the screens put together at run time: nothing but this test would miss one. */
const composed = [
  ...problemCodeSchema.options.map((code) => `problem-${code}`),
  'problem-no-connection',
  ...missingReasonSchema.options.map((reason) => `reason-${reason}`),
  ...sourceSchema.options.map((source) => `app-source-${source}`),
  ...interactionPartSchema.options.map((part) => `app-part-${part}`),
  ...periodSchema.options.flatMap((period) => [`app-period-${period}`, `app-period-${period}-label`]),
  ...['unreachable', 'gone'].map((state) => `app-state-${state}`),
  ...['made-from', 'parts', 'window', 'coverage', 'source', 'captured'].map((row) => `app-provenance-${row}`),
  ...['posts', 'snapshots'].map((unit) => `app-made-from-${unit}`),
  ...['link', 'name', 'command'].map((way) => `app-empty-example-${way}`),
  ...['app-outside', 'app-no-init-data'].flatMap((key) => [`${key}-title`, `${key}-text`]),
  ...figures.flatMap(({ key, figure }) => [`app-figure-${key}`, `formula-${figure.formula}`]),
  ...chart.series.map(({ key }) => `app-series-${key}`),
  ...chart.marks.map(({ key }) => `app-mark-${key}`),
];

describe('the sentences of the Mini App', () => {
  it.each(['en', 'ru'] as const)('are there for everything it may have to say (%s)', (language) => {
    const { messages } = aText(language);
    expect(composed.filter((key) => !messages.has(key))).toEqual([]);
  });
});
