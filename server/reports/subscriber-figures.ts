import type { Figure } from '#contract/figure.ts';
import { growthOver } from '#server/analytics/growth.ts';
import { buildFigure } from './build-figure.ts';
import type { ReportBasis } from './report-basis.ts';

const growthDays = 7;
const dayMs = 24 * 60 * 60_000;

/** Subscribers at the last look. */
export function subscribersFigure(basis: Pick<ReportBasis, 'channel' | 'schedule' | 'snapshots'>): Figure {
  const { channel, schedule, snapshots } = basis;
  const last = snapshots.at(-1);
  const isKnown = channel.subscribers !== null;
  return buildFigure({
    formula: 'subscribers',
    value: channel.subscribers,
    n: isKnown ? 1 : 0,
    capturedAt: isKnown ? (last?.capturedAt ?? channel.capturedAt.toISOString()) : null,
    source: isKnown ? (last?.source ?? channel.source) : null,
    reason: (schedule?.lastSyncedAt ?? null) === null ? 'no-history-yet' : 'not-told-by-telegram',
  });
}

/** Since when snapshots are needed for {@link growthFigure}: the week, and what stands for its beginning. */
export function growthFrom(now: Date): Date {
  return new Date(now.getTime() - growthDays * dayMs - dayMs / 24);
}

/** Change of subscribers over the last seven days, as far as they were observed. */
export function growthFigure({ channel, snapshots, now }: ReportBasis): Figure {
  const window = { from: new Date(now.getTime() - growthDays * dayMs), to: now };
  const growth = growthOver(snapshots, window);
  const sources = new Set(snapshots.map((snapshot) => snapshot.source));
  const [source] = sources;
  return buildFigure({
    formula: 'growth-7-days',
    value: growth?.change ?? null,
    n: growth?.n ?? 0,
    window: { from: window.from.toISOString(), to: window.to.toISOString() },
    coverage: growth?.coverage ?? null,
    capturedAt: growth?.coverage.to ?? null,
    source: growth === null || source === undefined ? null : sources.size > 1 ? 'mixed' : source,
    reason: channel.subscribers === null ? 'subscribers-unknown' : 'no-history-yet',
  });
}
