import type { ChannelReport } from '#contract/channel.ts';
import { formatNumber } from '#format/number.ts';
import { fullFigure } from '../../figure-text.ts';
import type { Text } from '../../text.ts';
import type { ShownFigure } from './report-figures.ts';

/** The formula of a figure with its numbers put in, `742,100 ÷ 41 = 18,100`; null where the report has not both sides. */
export function workedExample(
  { figure, kind }: ShownFigure,
  report: ChannelReport,
  { say, language }: Text,
): string | null {
  if (figure.value === null || figure.n === 0) return null;
  const result = fullFigure(figure, kind, language);
  if (figure.formula === 'average-reach' || figure.formula === 'avg-views-per-post') {
    const sum = formatNumber(figure.value * figure.n, language);
    return say('app-worked-average', { sum, n: formatNumber(figure.n, language), result });
  }
  const divisor = figure.terms?.views ?? figure.terms?.subscribers;
  if (figure.terms !== undefined && divisor !== undefined)
    return say('app-worked-ratio', {
      dividend: formatNumber(figure.terms.interactions, language),
      divisor: formatNumber(divisor, language),
      result,
    });
  if (figure.formula !== 'reach-per-subscriber') return null;
  const { averageReach, subscribers } = report;
  if (averageReach.value === null || subscribers.value === null) return null;
  return say('app-worked-ratio', {
    dividend: formatNumber(averageReach.value, language),
    divisor: formatNumber(subscribers.value, language),
    result,
  });
}
