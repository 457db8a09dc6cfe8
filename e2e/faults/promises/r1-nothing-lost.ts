import { atMost, shown } from '#bench/figure.ts';
import { percentile } from '../ledger/settle-accounts.ts';
import { accountFigures, accountFindings, updateCounts } from './account-figures.ts';
import { carryLoad } from './carry-load.ts';
import type { TriedPromise } from './tried-promise.ts';

/** 200 updates a second from 5,000 chats, a tenth of them twice, some passing others. */
export const r1: TriedPromise = {
  title: 'no acknowledged update is lost',
  proxied: [],
  fullSeconds: 600,
  async run(stage, trial) {
    const isFull = trial.form === 'full';
    const load = await carryLoad(stage, trial, {
      count: isFull ? 200 * trial.seconds : 1_000,
      ...{ people: isFull ? 5_000 : 500, perSecond: 200, connections: 40, duplicates: 0.1, reordered: 0.05 },
      ...{ isOneQueue: false, timeFactor: 1, deadlineMs: trial.seconds * 1_000 + 60_000, drainMs: 60_000 },
    });
    const { answerMs } = load.account;
    const [p50, p99] = [percentile(answerMs, 0.5), percentile(answerMs, 0.99)];
    return {
      counts: { updates: updateCounts(load.account) },
      figures: [
        ...accountFigures('r1', load, 0),
        // A short run is too short for a percentile to be a promise.
        isFull ? atMost('r1-webhook-p50', p50, 'ms', 30) : shown('r1-webhook-p50', p50, 'ms'),
        isFull ? atMost('r1-webhook-p99', p99, 'ms', 250) : shown('r1-webhook-p99', p99, 'ms'),
        shown('r1-drained-after', load.drainedMs ?? Number.POSITIVE_INFINITY, 'ms'),
      ],
      findings: accountFindings(load),
    };
  },
};
