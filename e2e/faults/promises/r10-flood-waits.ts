import { setTimeout as delay } from 'node:timers/promises';
import { atMost, shown } from '#bench/figure.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import { planChannels, readerOf } from '#server/actions/plan-channels.ts';
import { trackChannel } from '#server/actions/track-channel.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { addSyncJob } from '#server/db/queries/add-sync-job.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { createGatewayClient, type GatewayClient } from '#server/gateway-client/create-gateway-client.ts';
import { dispatchUpdates } from '../dispatch/dispatch-updates.ts';
import { writeUpdates } from '../dispatch/write-updates.ts';
import { createLedger } from '../ledger/ledger.ts';
import { type Stage, until } from '../stage/stage.ts';
import { addPeople } from './carry-load.ts';
import { type EarlyCall, findEarlyCalls, findEarlySends } from './early-calls.ts';
import type { Trial, TriedPromise } from './tried-promise.ts';

interface Wait {
  seconds: number;
  isPremium?: true;
}

/** The waits Telegram asks for, one after another; the last ones are longer than the run. */
const waits: Record<Trial['form'], Record<string, Wait[]>> = {
  short: {
    'contacts.resolveUsername': [{ seconds: 1 }, { seconds: 86_400 }],
    'messages.getHistory': [{ seconds: 2, isPremium: true }, { seconds: 3_600 }],
    'channels.getFullChannel': [{ seconds: 1 }, { seconds: 61 }],
  },
  full: {
    'contacts.resolveUsername': [1, 5, 59, 61, 86_400].map((seconds) => ({ seconds })),
    'messages.getHistory': [{ seconds: 5, isPremium: true }, { seconds: 61 }, { seconds: 3_600 }],
    'channels.getFullChannel': [{ seconds: 59 }, { seconds: 30, isPremium: true }, { seconds: 86_400 }],
  },
};
const driveMs = { short: 5_000, full: 145_000 };
/** What a restart in the middle of a wait is watched for. */
const afterRestartMs = 5_000;
const channels = ['synthetic_1', 'synthetic_2', 'synthetic_3', 'synthetic_4', 'synthetic_5', 'synthetic_6'];
const retryAfterSeconds = 2;
/** How long a job may keep its place in the queue while it may not call. */
const mostHeldMs = 1_000;

/** Waits of both of Telegram's interfaces, while everything that could call goes on asking for calls. */
export const r10: TriedPromise = {
  title: 'no method is called before the time Telegram asked for',
  proxied: [],
  fullSeconds: null,
  async run(stage, trial) {
    const { calls, faults } = stage.sandbox.telegram;
    const database = openDatabase(stage.databaseUrl);
    const token = stage.secrets.gatewayToken;
    const gateway = createGatewayClient({ database, fallbackUrl: stage.gatewayUrl, token });
    try {
      const tracked = await trackAll(database, gateway, channels.slice(0, trial.form === 'full' ? 6 : 3));
      calls.clear();
      const planned = Object.entries(waits[trial.form]).flatMap(([method, ofMethod]) =>
        ofMethod.map((wait) => faults.add({ method, count: 1, effect: { kind: 'flood-wait', ...wait } })),
      );
      const sends = checkSends(stage, trial);
      const heldMs = await drive(stage, database, gateway, tracked, driveMs[trial.form]);
      const early = [...findEarlyCalls(calls.calls()), ...(await sends)];
      const met = planned.filter(({ hits }) => hits > 0).length;
      const before = findEarlyCalls(calls.calls()).length;
      const forgotten = trial.form === 'full' ? await restart(stage, database, gateway, tracked, before) : [];
      return {
        counts: { floodWaits: { count: met + 1, earlyCalls: early.length + forgotten.length } },
        figures: [
          shown('r10-calls', calls.calls().length, 'calls'),
          atMost('r10-early-calls', early.length, 'calls', 0),
          atMost('r10-waits-never-ended', planned.length - met, 'waits', 0),
          atMost('r10-job-held', heldMs, 'ms', mostHeldMs),
          ...(trial.form === 'full'
            ? [atMost('r10-early-calls-after-restart', forgotten.length, 'calls', 0)]
            : []),
        ],
        findings: [
          ...describeEarly('too early', early),
          ...describeEarly('too early after the gateway was restarted in the middle of a wait', forgotten),
        ],
      };
    } finally {
      faults.clear();
      await gateway.close();
      await database.close();
    }
  },
};

async function trackAll(
  database: Database,
  gateway: GatewayClient,
  names: readonly string[],
): Promise<ChannelId[]> {
  const tracked: ChannelId[] = [];
  for (const name of names) {
    const outcome = await trackChannel({ database, gateway }, { viewerId: null, name, now: new Date() });
    if (outcome.kind !== 'tracked') throw new Error(`${name} could not be tracked: ${outcome.kind}`);
    const { channelId } = outcome;
    await until(async () => (await loadSchedule(database, channelId))?.historyState === 'complete', 20_000);
    tracked.push(channelId);
  }
  return tracked;
}

/**
 * Asks for names nobody has asked for, and for readings of channels at once, putting off what was put off again. Returns
 * the longest a job kept its place in the queue.
 */
async function drive(
  stage: Stage,
  database: Database,
  gateway: GatewayClient,
  tracked: readonly ChannelId[],
  forMs: number,
): Promise<number> {
  const begun = performance.now();
  let longestMs = 0;
  for (let turn = 0; performance.now() - begun < forMs; turn += 1) {
    const [channelId] = tracked.slice(turn % tracked.length);
    if (channelId === undefined) break;
    // Whoever may read it now: a longer wait of the operator's is the bot's turn.
    const [planned] = await database.transaction((connection) =>
      planChannels(connection, [channelId], { now: new Date(), priority: null }),
    );
    const accountId = planned === undefined ? null : readerOf(planned.choice);
    if (accountId !== null) {
      await addSyncJob(database, { channelId, accountId, priority: 0, runAt: new Date() });
    }
    void gateway.resolveChannel(`nobody_${Date.now()}_${turn}`);
    const { rows } = await stage.database.query<{ held: number }>(
      `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - locked_at)), 0)::float8 * 1000 AS held
       FROM graphile_worker.jobs WHERE locked_at IS NOT NULL`,
    );
    longestMs = Math.max(longestMs, rows[0]?.held ?? 0);
    await delay(150);
  }
  return longestMs;
}

/** One chat whose first answer is refused with 429, and more messages from it meanwhile. */
async function checkSends(stage: Stage, trial: Trial): Promise<EarlyCall[]> {
  const { calls } = stage.sandbox.botApi;
  const count = 4;
  const firstUpdateId = stage.takeUpdateIds(count);
  const people = [...addPeople(stage, 1, firstUpdateId)];
  calls.clear();
  const effect = { kind: 'flood-wait', seconds: retryAfterSeconds } as const;
  stage.sandbox.telegram.faults.add({ on: 'bot-api', method: 'sendMessage', count: 1, effect });
  const openPress = (): string => '';
  const writer = {
    seed: trial.seed,
    people,
    count,
    firstUpdateId,
    pressShare: 0,
    isOneQueue: true,
    openPress,
  };
  await dispatchUpdates(writeUpdates(writer), {
    ...{ webhookUrl: stage.webhookUrl, secret: stage.secrets.webhookSecret, ledger: createLedger(null) },
    ...{ seed: trial.seed, connections: 4, perSecond: null, duplicates: 0, reordered: 0, timeFactor: 1 },
    deadlineMs: 10_000,
  });
  const answered = (): number =>
    calls.all().filter(({ method, status }) => method === 'sendMessage' && status === 200).length;
  await until(async () => answered() === count, 15_000);
  return findEarlySends(calls.all(), retryAfterSeconds);
}

/** Restarts the gateway while Telegram still waits, and looks whether its successor knows of it. */
async function restart(
  stage: Stage,
  database: Database,
  gateway: GatewayClient,
  tracked: readonly ChannelId[],
  earlyBefore: number,
): Promise<EarlyCall[]> {
  await stage.processes.get('gateway')?.strike('restart', 0);
  await stage.ready();
  await drive(stage, database, gateway, tracked, afterRestartMs);
  return findEarlyCalls(stage.sandbox.telegram.calls.calls()).slice(earlyBefore);
}

/** One sentence for each method, with the earliest of its calls. */
function describeEarly(what: string, early: readonly EarlyCall[]): string[] {
  return [...new Set(early.map((call) => call.what))].map((method) => {
    const left = early.filter((call) => call.what === method).map(({ leftSeconds }) => leftSeconds);
    return `${left.length} × ${method} ${what}, up to ${Math.max(...left).toPrecision(4)} s`;
  });
}
