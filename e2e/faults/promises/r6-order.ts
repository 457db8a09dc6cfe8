import { shown } from '#bench/figure.ts';
import { accountFigures, accountFindings, updateCounts } from './account-figures.ts';
import { carryLoad } from './carry-load.ts';
import type { TriedPromise } from './tried-promise.ts';

/** How many a second are handled beside the local Telegram on two cores; the rest waits in the inbox. */
const perSecond = 200;

/** Messages and pressed buttons of few people, each person's in one queue: many wait behind one another. */
export const r6: TriedPromise = {
  title: 'what one person does in one chat is handled in its order',
  proxied: [],
  fullSeconds: null,
  async run(stage, trial) {
    const count = trial.form === 'full' ? 100_000 : 800;
    const load = await carryLoad(stage, trial, {
      ...{ count, people: Math.ceil(count / 40), perSecond: trial.form === 'full' ? perSecond : null },
      ...{ connections: 40, duplicates: 0.1, reordered: 0, isOneQueue: true, timeFactor: 1 },
      ...{ deadlineMs: (count / perSecond) * 2_000 + 30_000, drainMs: 300_000 },
    });
    return {
      counts: { updates: updateCounts(load.account) },
      figures: [
        ...accountFigures('r6', load, 0),
        shown('r6-drained-after', load.drainedMs ?? Number.POSITIVE_INFINITY, 'ms'),
      ],
      findings: accountFindings(load),
    };
  },
};
