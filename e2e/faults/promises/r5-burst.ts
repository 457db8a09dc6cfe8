import { atMost, shown } from '#bench/figure.ts';
import { accountFigures, accountFindings, updateCounts } from './account-figures.ts';
import { carryLoad } from './carry-load.ts';
import type { TriedPromise } from './tried-promise.ts';

/** Two thousand updates at once over forty connections. */
export const r5: TriedPromise = {
  title: 'a burst of 2,000 updates is taken in 8 s',
  proxied: [],
  fullSeconds: null,
  async run(stage, trial) {
    const count = trial.form === 'full' ? 2_000 : 400;
    const load = await carryLoad(stage, trial, {
      ...{ count, people: count, perSecond: null, connections: 40, duplicates: 0, reordered: 0 },
      ...{ isOneQueue: false, timeFactor: 1, deadlineMs: 30_000, drainMs: 60_000 },
    });
    const refused = Object.entries(load.account.answers).filter(([status]) => !status.startsWith('2'));
    return {
      counts: { updates: updateCounts(load.account) },
      figures: [
        ...accountFigures('r5', load, 0),
        atMost('r5-delivered-after', load.deliveredMs, 'ms', 8_000),
        atMost(
          'r5-not-2xx',
          refused.reduce((sum, [, times]) => sum + times, 0),
          'answers',
          0,
        ),
        shown('r5-drained-after', load.drainedMs ?? Number.POSITIVE_INFINITY, 'ms'),
      ],
      findings: accountFindings(load),
    };
  },
};
