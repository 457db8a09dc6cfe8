import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { type Child, startChild } from '#start/processes/child.ts';
import { systemVariables } from '#start/settings/env-file.ts';
import { cpuMilliseconds, residentMegabytes } from '../backfill/watch-memory.ts';
import { atLeast, atMost, type Figure, shown } from '../figure.ts';
import { benchFuzz } from './bench-fuzz.ts';
import { connectRpc, type RpcClient } from './rpc-client.ts';
import type { ServedWorld } from './serve-world.ts';

const sessionCount = 1_000;
/** Many times what the product asks of a Telegram. */
const smallPerSecond = 10_000;
const small: TlObject = { _: 'updates.getState' };

/** The local Telegram must never be what limits a measurement of the product. */
export async function benchSandbox(root: string, say: (sentence: string) => void): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-bench-sandbox-'));
  try {
    say('300 channels with 1,000,000 posts: starting …');
    const large = await serve(root, join(directory, 'large'), [300, 1_000_000, 1], async () => []);
    say(`calls, then ${sessionCount} sessions: measuring …`);
    const calls = await serve(root, join(directory, 'calls'), [1, 30_000, sessionCount], (served, pid) =>
      measureServer(served, pid),
    );
    say('100,000 bad frames: sending …');
    return [
      atMost('sandbox.large.start', large.startSeconds, 's', 10),
      atMost('sandbox.large.memory', large.largestMegabytes, 'MiB', 1_536),
      ...calls.figures,
      ...(await benchFuzz(say)),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Served {
  startSeconds: number;
  largestMegabytes: number;
  figures: Figure[];
}

/** Runs a sandbox in a process of its own for as long as `measure` takes. */
async function serve(
  root: string,
  directory: string,
  counts: [channels: number, messages: number, sessions: number],
  measure: (served: ServedWorld, pid: number) => Promise<Figure[]>,
): Promise<Served> {
  const begun = performance.now();
  const logDirectory = mkdtempSync(`${directory}-log-`);
  let child: Child | null = null;
  try {
    const served = await new Promise<ServedWorld>((resolve, reject) => {
      const command = ['bench/sandbox/serve-world.ts', directory, ...counts.map(String)];
      const onLine = (line: string): void => resolve(JSON.parse(line) as ServedWorld);
      const program = { name: 'sandbox', command, variables: systemVariables(process.env), onLine };
      const started = startChild(program, { root, logDirectory, isRestart: false });
      child = started;
      void started.ended.then(({ words }) =>
        reject(new Error(`The sandbox ${words}: see ${started.logFile}`)),
      );
    });
    const startSeconds = (performance.now() - begun) / 1_000;
    const figures = await measure(served, (child as Child | null)?.pid ?? 0);
    return { startSeconds, largestMegabytes: served.largestMegabytes, figures };
  } finally {
    await (child as Child | null)?.stop(8_000);
    rmSync(logDirectory, { recursive: true, force: true });
  }
}

async function measureServer(served: ServedWorld, pid: number): Promise<Figure[]> {
  // First, while the process holds nothing else that could be given back.
  const sessions = await measureSessions(served, pid);
  const [first, ...others] = await connectAll(served, 1);
  if (first === undefined || others.length > 0) throw new Error('There is no session to measure with.');
  const history: TlObject = {
    _: 'messages.getHistory',
    peer: {
      _: 'inputPeerChannel',
      channel_id: BigInt(served.channelId),
      access_hash: BigInt(served.accessHash),
    },
    ...{ offset_id: 20_000, offset_date: 0, add_offset: 0, limit: 100, max_id: 0, min_id: 0, hash: 0n },
  };
  const figures: Figure[] = [];
  // Everything is compiled before it is measured.
  await run(first, small, 2_000, 50);
  await run(first, history, 500, 50);
  for (const inFlight of [1, 50]) {
    const ofSmall = await measureCalls(first, pid, small, inFlight === 1 ? 4_000 : 20_000, inFlight);
    const smallId = `sandbox.small.${inFlight}.perSecond`;
    // One call after another measures the way there and back more than the server.
    figures.push(
      inFlight === 1
        ? shown(smallId, ofSmall.perSecond, 'calls/s')
        : atLeast(smallId, ofSmall.perSecond, 'calls/s', smallPerSecond, 1),
    );
    figures.push(shown(`sandbox.small.${inFlight}.cpu`, ofSmall.cpuMs, 'ms'));
    const ofHistory = await measureCalls(first, pid, history, 1_500, inFlight);
    figures.push(shown(`sandbox.history.${inFlight}.perSecond`, ofHistory.perSecond, 'calls/s'));
    figures.push(atMost(`sandbox.history.${inFlight}.cpu`, ofHistory.cpuMs, 'ms', 2));
    figures.push(shown(`sandbox.history.${inFlight}.bytes`, ofHistory.bytes, 'bytes'));
  }
  first.close();
  return [...figures, ...sessions];
}

async function measureSessions(served: ServedWorld, pid: number): Promise<Figure[]> {
  const before = residentMegabytes(pid) ?? 0;
  const clients = await connectAll(served, sessionCount);
  for (const client of clients) await client.call(small);
  const after = residentMegabytes(pid) ?? 0;
  for (const client of clients) client.close();
  return [
    shown('sandbox.sessions.count', clients.length, 'sessions'),
    shown('sandbox.sessions.memory', after, 'MiB'),
    atMost('sandbox.sessions.memoryEach', ((after - before) * 1_024) / clients.length, 'KiB', 100),
  ];
}

async function connectAll({ host, port, authKeys }: ServedWorld, count: number): Promise<RpcClient[]> {
  const clients: RpcClient[] = [];
  for (const key of authKeys.slice(0, count)) {
    clients.push(await connectRpc(host, port, Buffer.from(key, 'base64')));
  }
  return clients;
}

interface CallCost {
  perSecond: number;
  /** CPU of the server for one call. */
  cpuMs: number;
  /** Of the last answer, as it was sent. */
  bytes: number;
}

async function measureCalls(
  client: RpcClient,
  pid: number,
  request: TlObject,
  calls: number,
  inFlight: number,
): Promise<CallCost> {
  const cpuBefore = cpuMilliseconds(pid) ?? 0;
  const begun = performance.now();
  const bytes = await run(client, request, calls, inFlight);
  const seconds = (performance.now() - begun) / 1_000;
  return {
    perSecond: calls / seconds,
    cpuMs: ((cpuMilliseconds(pid) ?? 0) - cpuBefore) / calls,
    bytes,
  };
}

/** Makes so many calls and keeps `inFlight` of them under way; gives the size of the last answer. */
async function run(client: RpcClient, request: TlObject, calls: number, inFlight: number): Promise<number> {
  let left = calls;
  let bytes = 0;
  async function oneAfterAnother(): Promise<void> {
    while (left > 0) {
      left -= 1;
      bytes = await client.call(request);
    }
  }
  await Promise.all(Array.from({ length: inFlight }, oneAfterAnother));
  return bytes;
}
