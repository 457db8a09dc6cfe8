import { setTimeout as delay } from 'node:timers/promises';
import { atMost, shown } from '#bench/figure.ts';
import { type Stage, until } from '../stage/stage.ts';
import { accountFigures, accountFindings, updateCounts } from './account-figures.ts';
import { carryLoad } from './carry-load.ts';
import { probeWebhook, type WebhookProbe } from './probe-webhook.ts';
import { unaskedEnds } from './r2-crashes.ts';
import type { TriedPromise } from './tried-promise.ts';

/** One time without the database. */
interface Outage {
  what: string;
  begun: number;
  ended: number;
}

/** How long the webhook may take to say that it cannot store, and to come back afterwards. */
const refusalMs = 3_200;
const healMs = 5_000;

/** Power cuts of PostgreSQL, and half-open connections to it, under load. */
export const r3: TriedPromise = {
  title: 'no acknowledged update is lost when the database goes',
  proxied: ['postgres'],
  fullSeconds: null,
  async run(stage, trial) {
    const isFull = trial.form === 'full';
    const [crashes, halfOpen] = isFull ? [10, 20] : [1, 1];
    const [downMs, halfOpenMs, pauseMs] = isFull ? [3_000, 30_000, 3_000] : [1_000, 3_500, 200];
    const expectedMs = crashes * (downMs + pauseMs + 1_500) + halfOpen * (halfOpenMs + pauseMs + 1_000);
    const perSecond = isFull ? 50 : 40;
    const outages: Outage[] = [];
    const probe = probeWebhook(stage);
    const over = async (outage: Outage): Promise<Outage> => {
      const { what, begun, ended } = outage;
      trial.say(`${new Date(begun).toISOString()} ${what} for ${ended - begun} ms`);
      await until(async () => Number.isFinite(healedAfterMs(outage, probe)), 2 * healMs).catch(() => {
        // It did not heal in twice the time it has; the figure tells.
      });
      await delay(pauseMs);
      return outage;
    };
    const load = await carryLoad(
      stage,
      trial,
      {
        ...{ count: Math.round((expectedMs / 1_000) * perSecond), people: isFull ? 2_000 : 100, perSecond },
        ...{
          connections: 40,
          duplicates: 0.1,
          reordered: 0.05,
          isOneQueue: false,
          timeFactor: isFull ? 1 : 10,
        },
        ...{ deadlineMs: expectedMs + 180_000, drainMs: isFull ? 900_000 : 60_000 },
      },
      async () => {
        await delay(500);
        for (let done = 0; done < crashes; done += 1) outages.push(await over(await crash(stage, downMs)));
        for (let done = 0; done < halfOpen; done += 1)
          outages.push(await over(await breakOff(stage, halfOpenMs)));
      },
    );
    await probe.stop();
    const healedAfter = outages.map((outage) => ({ outage, ms: healedAfterMs(outage, probe) }));
    const slowest = Math.max(...probe.answers().map(({ tookMs }) => tookMs));
    const strange = probe.answers().filter(({ status }) => status !== 200 && status !== 503);
    const unasked = unaskedEnds(stage);
    return {
      counts: { updates: updateCounts(load.account), databaseCrashes: crashes, halfOpenPeriods: halfOpen },
      figures: [
        // Whoever loses the database between sending and noting it sends again: once for each update under way.
        ...accountFigures('r3', load, null),
        atMost('r3-webhook-slowest', slowest, 'ms', refusalMs),
        atMost('r3-neither-200-nor-503', strange.length, 'answers', 0),
        atMost('r3-healed-after', Math.max(...healedAfter.map(({ ms }) => ms)), 'ms', healMs),
        atMost('r3-unasked-ends', unasked.length, 'processes', 0),
        shown('r3-refused', probe.answers().filter(({ status }) => status === 503).length, 'answers'),
        shown('r3-drained-after', load.drainedMs ?? Number.POSITIVE_INFINITY, 'ms'),
      ],
      findings: [
        ...accountFindings(load),
        ...healedAfter
          .filter(({ ms }) => ms > healMs)
          .map(({ outage, ms }) => `${outage.what}: healed after ${ms} ms`),
        ...unasked,
      ],
    };
  },
};

async function crash(stage: Stage, downMs: number): Promise<Outage> {
  const begun = Date.now();
  await stage.cluster.crash();
  await delay(downMs);
  await stage.cluster.restart();
  return { what: 'PostgreSQL crashed', begun, ended: Date.now() };
}

async function breakOff(stage: Stage, forMs: number): Promise<Outage> {
  const begun = Date.now();
  const toxic = await stage.proxy('postgres').add({ kind: 'blackhole' });
  await delay(forMs);
  await toxic.remove();
  return { what: 'connections half-open', begun, ended: Date.now() };
}

/** From the end of an outage until the first update that was stored again; infinite when none was. */
function healedAfterMs(outage: Outage, probe: WebhookProbe): number {
  const stored = probe
    .answers()
    .filter(({ at, tookMs, status }) => status === 200 && at + tookMs > outage.ended);
  return Math.min(Number.POSITIVE_INFINITY, ...stored.map(({ at, tookMs }) => at + tookMs - outage.ended));
}
