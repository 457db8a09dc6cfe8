/**
 * Each way in which a network can be bad × the moment at which it becomes so, on the way to Telegram: every call settles,
 * the session heals by itself and is never ended, and nothing stays open afterwards.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFaultProxy, type FaultProxy } from '#e2e/faults/proxy/fault-proxy.ts';
import type { Toxic } from '#e2e/faults/proxy/toxic.ts';
import { classifyError } from './classify-error.ts';
import { fetchState } from './fetch-self.ts';
import type { KeptSession } from './keep-session.ts';
import { type LiveTelegram, startLiveTelegram } from './live-telegram.test-client.ts';

const phases = ['connect', 'mid-request', 'idle'] as const;
type Phase = (typeof phases)[number];

/** Bad enough to be felt; the first four let every call through in the end. */
const toxics: Toxic[] = [
  { kind: 'latency', ms: 40, jitterMs: 20 },
  { kind: 'bandwidth', bytesPerSecond: 30_000 },
  { kind: 'slicer', bytes: 40, pauseMs: 2 },
  { kind: 'slow-close', ms: 300 },
  { kind: 'reset', afterMs: 60 },
  { kind: 'blackhole' },
  { kind: 'limit-data', bytes: 60 },
  { kind: 'down' },
];
const mild = new Set<Toxic['kind']>(['latency', 'bandwidth', 'slicer', 'slow-close']);

const connectDeadlineMs = 1_500;
const callDeadlineMs = 1_500;

/** What happened in one cell. */
interface Outcome {
  kind: string;
  tookMs: number;
  healedAs: string;
  mayEnd: boolean;
}

let telegram: LiveTelegram;
const outcomes = new Map<string, Outcome>();
let socketsBefore: number;

beforeAll(async () => {
  telegram = await startLiveTelegram();
  // Long enough under way for something to happen to it.
  telegram.sandbox.telegram.faults.add({ method: 'updates.getState', delayMs: 150 });
  socketsBefore = countSockets();
  const wished = toxics.flatMap((toxic) => phases.map((phase) => ({ toxic, phase })));
  // A few at a time, so that a machine with two processors is not what is measured.
  for (let at = 0; at < wished.length; at += 8) {
    await Promise.all(wished.slice(at, at + 8).map(({ toxic, phase }) => tryCell(toxic, phase)));
  }
}, 120_000);

afterAll(() => telegram.close());

async function tryCell(toxic: Toxic, phase: Phase): Promise<void> {
  const proxy = await createFaultProxy({ targetPort: telegram.sandbox.telegram.dataCentre.address.port });
  const homeAt = { host: '127.0.0.1', port: proxy.port };
  const deadlines = mild.has(toxic.kind) ? {} : { connectDeadlineMs, callDeadlineMs };
  const { session, states } = telegram.open({ homeAt, ...deadlines });
  try {
    if (phase !== 'connect') await until(session);
    const { kind, tookMs, remove } = await spoil(proxy, session, toxic, phase);
    await remove();
    await until(session);
    // One connection of one key, whatever was tried in between.
    await vi.waitFor(() => expect(proxy.counters().open).toBe(1), { timeout: 10_000 });
    await session.stop();
    outcomes.set(`${toxic.kind} ${phase}`, {
      ...{ kind, tookMs, healedAs: states.at(-2)?.kind ?? '' },
      mayEnd: states.some((state) => state.kind === 'dead' || state.kind === 'frozen'),
    });
    expect(session.openSockets()).toBe(0);
    await vi.waitFor(() => expect(proxy.counters().open).toBe(0), { timeout: 10_000 });
  } finally {
    await proxy.close();
  }
}

async function spoil(
  proxy: FaultProxy,
  session: KeptSession,
  toxic: Toxic,
  phase: Phase,
): Promise<{ kind: string; tookMs: number; remove(): Promise<void> }> {
  const begun = performance.now();
  const call = (): Promise<string> =>
    fetchState(session).then(
      () => 'ok',
      (error: unknown) => classifyError(error).kind,
    );
  const early = phase === 'mid-request' ? call() : null;
  if (early !== null) await delay(50);
  const added = await proxy.add(toxic);
  if (phase === 'idle') await delay(100);
  const kind = await (early ?? call());
  return { kind, tookMs: performance.now() - begun, remove: added.remove };
}

/** The session answers again; it is woken as an operator would do, so that no wait of a minute is sat out. */
async function until(session: KeptSession): Promise<void> {
  await vi.waitFor(
    async () => {
      session.wake();
      await fetchState(session);
    },
    { timeout: 30_000, interval: 50 },
  );
}

function countSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

describe.each(toxics)('$kind', ({ kind: toxic }) => {
  it.each(phases)('at the time of: %s', (phase) => {
    const outcome = outcomes.get(`${toxic} ${phase}`);
    expect(outcome).toMatchObject({ healedAs: 'connected', mayEnd: false });
    expect(['ok', 'network']).toContain(outcome?.kind);
    if (mild.has(toxic)) expect(outcome?.kind).toBe('ok');
    if (toxic === 'blackhole') expect(outcome?.kind).toBe('network');
    // Both deadlines, and three times as much for a busy machine; what is mild keeps the usual 45 s.
    const [connectMs, callMs] = mild.has(toxic) ? [15_000, 30_000] : [connectDeadlineMs, callDeadlineMs];
    expect(outcome?.tookMs).toBeLessThan(3 * (connectMs + callMs));
  });
});

it('all of it together leaves no socket open', async () => {
  expect(outcomes.size).toBe(toxics.length * phases.length);
  await vi.waitFor(() => expect(countSockets()).toBeLessThanOrEqual(socketsBefore), { timeout: 10_000 });
});
