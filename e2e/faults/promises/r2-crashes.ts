import { setTimeout as delay } from 'node:timers/promises';
import { atMost, shown } from '#bench/figure.ts';
import { planKills } from '../kills/plan-kills.ts';
import { countKills, type DealtBlow, runKills } from '../kills/run-kills.ts';
import type { Stage } from '../stage/stage.ts';
import { accountFigures, accountFindings, updateCounts } from './account-figures.ts';
import { carryLoad } from './carry-load.ts';
import { probeWebhook } from './probe-webhook.ts';
import type { TriedPromise } from './tried-promise.ts';

const secondsPerKill = 6;

/** The load of R1 while processes are killed, each as often as the others. */
export const r2: TriedPromise = {
  title: 'no acknowledged update is lost when processes are killed',
  proxied: [],
  fullSeconds: 300,
  async run(stage, trial) {
    const isFull = trial.form === 'full';
    const seconds = isFull ? trial.seconds : 5;
    const plan = planKills({
      ...{ seed: trial.seed, victims: [...stage.processes.keys()], kinds: ['kill'] },
      ...{ count: isFull ? Math.ceil(seconds / secondsPerKill) : 4, withinMs: seconds * 1_000 },
    });
    let dealt: DealtBlow[] = [];
    const backAfterMs: number[] = [];
    const load = await carryLoad(
      stage,
      trial,
      {
        ...{ count: seconds * (isFull ? 200 : 100), people: isFull ? 5_000 : 300, connections: 40 },
        ...{ perSecond: isFull ? 200 : 100, duplicates: 0.1, reordered: 0.05, isOneQueue: false },
        ...{ timeFactor: isFull ? 1 : 10, deadlineMs: seconds * 1_000 + 120_000, drainMs: 60_000 },
      },
      async () => {
        const probe = probeWebhook(stage);
        dealt = await runKills(plan, stage.processes, trial.say);
        await stage.ready();
        // The bot serves the webhook before everything else: whoever was hit last answers within this.
        await delay(isFull ? 5_000 : 500);
        for (const { victim, at, pid } of dealt) {
          if (victim === 'bot' && pid !== null) backAfterMs.push(backAfter(probe.answers(), at));
        }
        await probe.stop();
      },
    );
    const kills = countKills(dealt);
    const botKills = kills.bot ?? 0;
    const { doubled } = load.account.effects;
    const unasked = unaskedEnds(stage);
    return {
      counts: { updates: updateCounts(load.account), kills },
      figures: [
        ...accountFigures('r2', load, dealt.length),
        atMost('r2-repeats-of-one-message', mostRepeats(doubled), 'messages', botKills),
        shown('r2-kills', dealt.length, 'kills'),
        shown('r2-doubles-per-kill-of-the-bot', doubled.length / Math.max(1, botKills), 'messages'),
        atMost('r2-webhook-back-after', Math.max(0, ...backAfterMs), 'ms', 5_000),
        atMost('r2-unasked-ends', unasked.length, 'processes', 0),
        shown('r2-drained-after', load.drainedMs ?? Number.POSITIVE_INFINITY, 'ms'),
      ],
      findings: [...accountFindings(load), ...unasked],
    };
  },
};

/** How often the message that came most often came again. */
function mostRepeats(doubled: readonly number[]): number {
  const times = new Map<number, number>();
  for (const id of doubled) times.set(id, (times.get(id) ?? 0) + 1);
  return Math.max(0, ...times.values());
}

/** From an instant until the first 2xx that began after it; infinite without one. */
function backAfter(
  answers: readonly { at: number; status: number; tookMs: number }[],
  since: number,
): number {
  const back = answers.find(({ at, status }) => at > since && status >= 200 && status <= 299);
  return back === undefined ? Number.POSITIVE_INFINITY : back.at + back.tookMs - since;
}

/** Processes that ended by themselves: an unhandled rejection ends one (server/bootstrap.ts). */
export function unaskedEnds(stage: Stage): string[] {
  return [...stage.processes.values()].flatMap((kept) => kept.unasked());
}
