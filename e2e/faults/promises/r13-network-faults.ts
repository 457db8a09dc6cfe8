import { setTimeout as delay } from 'node:timers/promises';
import { atMost, type Figure, shown } from '#bench/figure.ts';
import { openDatabase } from '#server/db/database.ts';
import { createBotApiClient } from '#server/telegram-bot-api/client.ts';
import type { AddedToxic } from '../proxy/fault-proxy.ts';
import type { Toxic } from '../proxy/toxic.ts';
import type { Stage } from '../stage/stage.ts';
import type { Trial, TriedPromise } from './tried-promise.ts';

type Part = 'mtproto' | 'bot-api' | 'postgres';
type Phase = 'connect' | 'mid-request' | 'idle';

interface Cell {
  part: Part;
  phase: Phase;
  toxic: Toxic;
}

/** What came of a cell. */
interface Tried extends Cell {
  callMs: number;
  /** From the end of the toxic until no more connections were open than at rest; infinite when that did not come. */
  settledMs: number;
  /** From the end of the toxic until a call was answered. */
  healedMs: number;
  mostOfOneKey: number;
}

const toxics: Toxic[] = [
  { kind: 'latency', ms: 300, jitterMs: 200 },
  { kind: 'bandwidth', bytesPerSecond: 2_000 },
  { kind: 'slicer', bytes: 20, pauseMs: 5 },
  { kind: 'reset', afterMs: 20 },
  { kind: 'blackhole' },
  { kind: 'slow-close', ms: 2_000 },
  { kind: 'limit-data', bytes: 100 },
  { kind: 'down' },
];
const parts: Part[] = ['mtproto', 'bot-api', 'postgres'];
const phases: Phase[] = ['connect', 'mid-request', 'idle'];

/** One of 24 each, so that every part, phase and three of the ways are met. */
const shortCells: Cell[] = [
  { part: 'mtproto', phase: 'mid-request', toxic: { kind: 'reset', afterMs: 20 } },
  { part: 'bot-api', phase: 'connect', toxic: { kind: 'limit-data', bytes: 100 } },
  { part: 'postgres', phase: 'idle', toxic: { kind: 'down' } },
];

const longestCallMs = 120_000;
const settleMs = 30_000;
/** How long the other side takes to answer, so that there is a middle of a request. */
const workMs = 300;

/** What can go wrong with a network, before each of the three things the product speaks to. */
export const r13: TriedPromise = {
  title: 'no call stays open and no connection is left behind, however bad the network is',
  proxied: parts,
  fullSeconds: null,
  async run(stage, trial) {
    const { faults } = stage.sandbox.telegram;
    faults.add({ method: 'channels.getMessages', delayMs: workMs });
    faults.add({ on: 'bot-api', method: 'getMe', delayMs: workMs });
    try {
      const tried: Tried[] = [];
      for (const cell of cellsOf(trial)) {
        tried.push(await tryCell(stage, cell));
        trial.say(describe(tried.at(-1)));
      }
      return {
        counts: {},
        figures: figuresOf(tried),
        findings: tried
          .filter(({ callMs, settledMs }) => callMs > longestCallMs || settledMs > settleMs)
          .map(describe),
      };
    } finally {
      faults.clear();
    }
  },
};

function cellsOf({ form }: Trial): Cell[] {
  if (form === 'short') return shortCells;
  return parts.flatMap((part) =>
    phases.flatMap((phase) => toxics.map((toxic): Cell => ({ part, phase, toxic }))),
  );
}

function figuresOf(tried: readonly Tried[]): Figure[] {
  const most = (key: 'callMs' | 'settledMs' | 'healedMs' | 'mostOfOneKey'): number =>
    Math.max(...tried.map((cell) => cell[key]));
  return [
    shown('r13-cells', tried.length, 'cells'),
    atMost('r13-longest-call', most('callMs'), 'ms', longestCallMs),
    atMost('r13-connections-at-base-after', most('settledMs'), 'ms', settleMs),
    atMost('r13-connections-of-one-key', most('mostOfOneKey'), 'connections', 1),
    shown('r13-healed-after', most('healedMs'), 'ms'),
  ];
}

function describe(cell: Tried | undefined): string {
  if (cell === undefined) return '';
  const { part, phase, toxic, callMs, settledMs, healedMs } = cell;
  const [call, settled, healed] = [callMs, settledMs, healedMs].map(Math.round);
  return `${toxic.kind} before ${part}, ${phase}: the call took ${call} ms, connections were at base after ${settled} ms, it healed after ${healed} ms`;
}

async function tryCell(stage: Stage, cell: Cell): Promise<Tried> {
  const { part, phase, toxic } = cell;
  const proxy = stage.proxy(part);
  const base = Math.max(atRest(part), proxy.counters().open);
  const caller = openCaller(stage, part);
  let callMs = 0;
  let removedAt = 0;
  let healedMs = 0;
  try {
    if (phase === 'connect') await caller.disconnect();
    else await heal(caller);
    const begun = performance.now();
    const early = phase === 'mid-request' ? caller.call() : null;
    if (early !== null) await delay(workMs / 3);
    const added: AddedToxic = await proxy.add(toxic);
    if (phase === 'idle') await delay(workMs);
    if (phase === 'connect') await caller.wake();
    await (early ?? caller.call());
    callMs = performance.now() - begun;
    await added.remove();
    removedAt = performance.now();
    await heal(caller);
    healedMs = performance.now() - removedAt;
  } finally {
    await caller.close();
  }
  while (proxy.counters().open > base && performance.now() - removedAt < 2 * settleMs) await delay(50);
  const isSettled = proxy.counters().open <= base;
  const settledMs = isSettled ? performance.now() - removedAt : Number.POSITIVE_INFINITY;
  return { ...cell, callMs, settledMs, healedMs, mostOfOneKey: mostOfOneKey(stage) };
}

/** How many connections the data centre has of the key that has most of them: a second one ends a session for good. */
function mostOfOneKey(stage: Stage): number {
  const counts = new Map<string, number>();
  for (const { authKeyId } of stage.sandbox.telegram.dataCentre.openConnections()) {
    if (authKeyId !== null) counts.set(authKeyId, (counts.get(authKeyId) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/**
 * What the product itself may keep open of its own accord, whenever it wants to: one connection each for the operator's
 * and the bot's session, the Bot API's kept ones, the pools of four processes.
 */
function atRest(part: Part): number {
  return { mtproto: 2, 'bot-api': 8, postgres: 40 }[part];
}

/** One call after another until one is answered, with the session woken between them as an operator would do. */
async function heal(caller: Caller): Promise<void> {
  const giveUpAt = performance.now() + longestCallMs;
  while (!(await caller.call())) {
    if (performance.now() > giveUpAt) throw new Error('It did not heal.');
    await caller.wake();
    await delay(100);
  }
}

interface Caller {
  /** Resolves when the call is over: true, it was answered. */
  call(): Promise<boolean>;
  wake(): Promise<void>;
  /** The next call has to connect. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;

/** The product's own way to each of the three: the gateway itself, and the clients its processes are made of. */
function openCaller(stage: Stage, part: Part): Caller {
  if (part === 'mtproto') return callGateway(stage);
  const { port } = stage.proxy(part);
  if (part === 'bot-api') {
    const token = stage.sandbox.addresses.botToken;
    const client = createBotApiClient({ apiRoot: `http://127.0.0.1:${port}`, token });
    return {
      ...{ wake: nothing, disconnect: nothing, close: client.close },
      call: () => isAnswered(client.getMe()),
    };
  }
  const url = new URL(stage.databaseUrl);
  url.port = String(port);
  const database = openDatabase(url.href, { poolSize: 1 });
  return {
    ...{ wake: nothing, disconnect: nothing, close: () => database.close() },
    call: () => isAnswered(database.query('SELECT pg_sleep($1)', [workMs / 1_000])),
  };
}

function callGateway(stage: Stage): Caller {
  const { gatewayUrl, secrets } = stage;
  const headers = { authorization: `Bearer ${secrets.gatewayToken}` };
  const ask = async (path: string, method: string): Promise<boolean> => {
    const response = await fetch(`${gatewayUrl}/api/v1/stats${path}`, { method, headers });
    await response.arrayBuffer();
    return response.ok;
  };
  return {
    call: () => ask('/channels/@synthetic_1/messages/2', 'GET').catch(() => false),
    wake: async () => void (await ask('/connect', 'POST').catch(() => false)),
    async disconnect() {
      const reset = await stage.proxy('mtproto').add({ kind: 'reset', afterMs: 0 });
      await reset.remove();
    },
    close: nothing,
  };
}

function isAnswered(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    () => false,
  );
}
