import { setTimeout as delay } from 'node:timers/promises';
import { atMost, shown } from '#bench/figure.ts';
import { createRandom } from '#sandbox/world/random.ts';
import { openDatabase } from '#server/db/database.ts';
import type { Lease } from '#server/db/queries/guard-epoch.ts';
import type { KeptProcess } from '../kills/keep-process.ts';
import { createFaultProxy, type FaultProxy } from '../proxy/fault-proxy.ts';
import { type Stage, until } from '../stage/stage.ts';
import { addLeasedAccounts, type LeasedAccounts } from './leased-accounts.ts';
import type { Trial, TriedPromise } from './tried-promise.ts';

/** What can happen to a gateway. A pause is SIGSTOP; a partition takes the database away and nothing else. */
type Blow = 'kill' | 'restart' | 'pause' | 'partition';

interface Crowd {
  accounts: number;
  /** Besides the stage's own. */
  gateways: number;
  blows: readonly [Blow, ...Blow[]];
  /** Pauses and partitions last from and to, in milliseconds: longer than anybody waits for a sign of life. */
  faultMs: readonly [number, number];
  /** The run ends when leases were taken so often and every kind of blow was dealt. */
  handOvers: number;
}

const crowds: Record<Trial['form'], Crowd> = {
  full: {
    ...{ accounts: 1_000, gateways: 3, blows: ['kill', 'kill', 'restart', 'pause', 'partition'] },
    ...{ faultMs: [20_000, 60_000], handOvers: 10_000 },
  },
  short: { accounts: 20, gateways: 1, blows: ['kill', 'restart'], faultMs: [0, 0], handOvers: 20 },
};

/** Within this the accounts of a killed gateway have another owner. */
const handOverMs = 15_000;
const settleMs = 300_000;

interface Gateway {
  process: KeptProcess;
  /** Before its database; null: it reaches it straight. */
  proxy: FaultProxy | null;
}

/** Accounts that change hands between gateways all the time, and never have two connections. */
export const r11: TriedPromise = {
  title: 'a session has one owner: no two connections of one key, whatever happens to gateways',
  proxied: [],
  fullSeconds: 900,
  async run(stage, trial) {
    const crowd = crowds[trial.form];
    const database = openDatabase(stage.databaseUrl);
    const { overlaps } = stage.sandbox.telegram;
    const overlapsBefore = overlaps.length;
    const accounts = await addLeasedAccounts(stage, database, crowd.accounts);
    const gateways = await startGateways(stage, crowd);
    try {
      const settled = (): Promise<void> => settle(accounts, crowd.accounts);
      await settled();
      const takenBefore = await accounts.countTaken();
      const dealt = await dealBlows(trial, crowd, gateways, accounts, settled);
      const handOvers = (await accounts.countTaken()) - takenBefore;
      const lost = await accounts.countLost();
      const found = overlaps.slice(overlapsBefore);
      return {
        counts: { kills: dealt.kills, leases: { handOvers, overlaps: found.length } },
        figures: [
          shown('r11-accounts', crowd.accounts, 'accounts'),
          shown('r11-gateways', gateways.length, 'processes'),
          shown('r11-hand-overs', handOvers, 'leases'),
          atMost('r11-hand-overs-missing', Math.max(0, crowd.handOvers - handOvers), 'leases', 0),
          atMost('r11-overlaps', found.length, 'moments', 0),
          atMost('r11-accounts-lost', lost, 'accounts', 0),
          shown('r11-late-writes-tried', dealt.lateWrites, 'writes'),
          atMost('r11-late-writes-accepted', dealt.acceptedWrites, 'writes', 0),
          atMost('r11-handed-over-after-a-kill', dealt.slowestMs, 'ms', handOverMs),
        ],
        findings: found.map(
          ({ userId, at }) => `two connections of account ${userId} at ${new Date(at * 1_000).toISOString()}`,
        ),
      };
    } finally {
      await Promise.all(gateways.slice(1).map(({ process }) => process.stop()));
      await accounts.remove();
      await Promise.all(gateways.map(({ proxy }) => proxy?.close()));
      await database.close();
    }
  },
};

async function startGateways(stage: Stage, crowd: Crowd): Promise<Gateway[]> {
  const own = stage.processes.get('gateway');
  if (own === undefined) throw new Error('The stage has no gateway.');
  const gateways: Gateway[] = [{ process: own, proxy: null }];
  for (let index = 1; index <= crowd.gateways; index += 1) {
    const url = new URL(stage.databaseUrl);
    const proxy = crowd.blows.includes('partition')
      ? await createFaultProxy({ targetPort: Number(url.port) })
      : null;
    if (proxy !== null) url.port = String(proxy.port);
    gateways.push({ process: await stage.addGateway(`gateway-${index}`, url.toString()), proxy });
  }
  return gateways;
}

/** Every account is held and connected. */
async function settle(accounts: LeasedAccounts, count: number): Promise<void> {
  await until(
    async () => accounts.countConnected() === count && (await accounts.countHeld()) === count,
    settleMs,
  );
}

type Holder = Gateway & { held: Lease[] };

/** The gateways that hold some of the accounts, with what they hold: a blow against another one would change nothing. */
async function findHolders(gateways: readonly Gateway[], accounts: LeasedAccounts): Promise<Holder[]> {
  const found = await Promise.all(
    gateways.map(async (gateway) => ({ ...gateway, held: await accounts.heldBy(gateway.process.pid()) })),
  );
  return found.filter(({ held }) => held.length > 0);
}

interface Dealt {
  kills: Record<string, number>;
  lateWrites: number;
  acceptedWrites: number;
  slowestMs: number;
}

async function dealBlows(
  trial: Trial,
  crowd: Crowd,
  gateways: readonly Gateway[],
  accounts: LeasedAccounts,
  settled: () => Promise<void>,
): Promise<Dealt> {
  const random = createRandom(`r11:${trial.seed}`);
  const dealt: Dealt = { kills: {}, lateWrites: 0, acceptedWrites: 0, slowestMs: 0 };
  const takenBefore = await accounts.countTaken();
  const endsAt = performance.now() + (trial.form === 'full' ? trial.seconds * 1_000 : settleMs);
  for (let round = 0; performance.now() < endsAt; round += 1) {
    const blow = crowd.blows[round % crowd.blows.length] ?? 'kill';
    const possible = gateways.filter(({ proxy }) => blow !== 'partition' || proxy !== null);
    let victims: Holder[] = [];
    await until(async () => {
      victims = await findHolders(possible, accounts);
      return victims.length > 0;
    }, settleMs);
    const victim = victims[random.integer(0, victims.length - 1)];
    if (victim === undefined) throw new Error('Nobody holds anything.');
    const { process, proxy, held: before } = victim;
    const begun = performance.now();
    const faultMs = random.integer(crowd.faultMs[0], crowd.faultMs[1]);
    trial.say(`${new Date().toISOString()} ${blow} ${process.name}, which holds ${before.length}`);
    if (blow === 'partition') {
      const blackhole = await proxy?.add({ kind: 'blackhole' });
      await delay(faultMs);
      await blackhole?.remove();
    } else await process.strike(blow, faultMs);
    dealt.kills[`${blow} of ${process.name}`] = (dealt.kills[`${blow} of ${process.name}`] ?? 0) + 1;
    await until(async () => (await accounts.countHeld(before)) === before.length, settleMs);
    if (blow === 'kill') dealt.slowestMs = Math.max(dealt.slowestMs, performance.now() - begun);
    dealt.lateWrites += before.length;
    dealt.acceptedWrites += await accounts.countAcceptedWrites(before);
    await process.ready();
    await settled();
    const handOvers = (await accounts.countTaken()) - takenBefore;
    trial.say(`  ${handOvers} leases were taken so far`);
    if (handOvers >= crowd.handOvers && round + 1 >= crowd.blows.length) break;
  }
  return dealt;
}
