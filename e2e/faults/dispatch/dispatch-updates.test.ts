import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { type DispatchOptions, dispatchUpdates } from './dispatch-updates.ts';
import { type WrittenUpdate, writeUpdates } from './write-updates.ts';

const people = Array.from({ length: 20 }, (_, index) => String(900_000_001 + index));
let server: Server | null = null;

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

function write(count: number, change: Partial<Parameters<typeof writeUpdates>[0]> = {}): WrittenUpdate[] {
  let presses = 0;
  const openPress = (): string => {
    presses += 1;
    return `press-${presses}`;
  };
  const writer = {
    seed: 1,
    people,
    count,
    firstUpdateId: 1_000,
    pressShare: 0.3,
    isOneQueue: false,
    openPress,
  };
  return [...writeUpdates({ ...writer, ...change })];
}

/** A webhook that answers as it is told, and the bodies it got, in order. */
async function listen(answer: (updateId: number, before: number) => { status: number; afterMs: number }) {
  const arrived: { updateId: number; secret: unknown; begun: number; ended: number }[] = [];
  server = createServer((request, response) => {
    const begun = performance.now();
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const updateId = (JSON.parse(body) as { update_id: number }).update_id;
      const before = arrived.filter((one) => one.updateId === updateId).length;
      const arrival = {
        updateId,
        secret: request.headers['x-telegram-bot-api-secret-token'],
        begun,
        ended: 0,
      };
      arrived.push(arrival);
      const { status, afterMs } = answer(updateId, before);
      setTimeout(() => {
        arrival.ended = performance.now();
        response.writeHead(status).end();
      }, afterMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { arrived, url: `http://127.0.0.1:${port}/hook` };
}

function options(webhookUrl: string, ledger: Ledger): DispatchOptions {
  return {
    ...{ webhookUrl, ledger, secret: 's', seed: 1, connections: 8, perSecond: null },
    ...{ duplicates: 0, reordered: 0, timeFactor: 100, deadlineMs: 20_000 },
  };
}

describe('writeUpdates', () => {
  it('writes the same for the same seed, and lets neighbours of one stream differ', () => {
    const updates = write(500);
    expect(updates.map(({ queue, token }) => [queue, token])).toEqual(
      write(500).map(({ queue, token }) => [queue, token]),
    );
    for (const person of people) {
      const tokens = updates.filter(({ stream }) => stream === `chat:${person}`).map(({ token }) => token);
      expect(tokens.some((token, index) => token === tokens[index + 1])).toBe(false);
    }
    const presses = updates.filter(({ queue }) => queue.startsWith('press:'));
    expect(presses.length).toBeGreaterThan(100);
    expect(presses.length).toBeLessThan(200);
    expect(write(50, { isOneQueue: true }).every(({ queue }) => queue.startsWith('chat:'))).toBe(true);
  });
});

describe('dispatchUpdates', () => {
  it('delivers everything once, queues side by side, one after another in each', async () => {
    const ledger = createLedger(null);
    const { arrived, url } = await listen(() => ({ status: 200, afterMs: 5 }));
    const updates = write(200);
    await dispatchUpdates(updates, options(url, ledger));
    expect(arrived.map(({ updateId }) => updateId).sort()).toEqual(updates.map(({ updateId }) => updateId));
    expect(arrived.every(({ secret }) => secret === 's')).toBe(true);
    const queueOf = new Map(updates.map(({ updateId, queue }) => [updateId, queue]));
    let together = 0;
    for (const [index, one] of arrived.entries()) {
      for (const other of arrived.slice(index + 1)) {
        if (other.begun >= one.ended) continue;
        together += 1;
        expect(queueOf.get(other.updateId)).not.toBe(queueOf.get(one.updateId));
      }
    }
    expect(together).toBeGreaterThan(50);
    for (const queue of new Set(queueOf.values())) {
      const ids = arrived.map(({ updateId }) => updateId).filter((id) => queueOf.get(id) === queue);
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
    }
  });

  it('tries again until it is acknowledged, and writes every answer down', async () => {
    const ledger = createLedger(null);
    const { arrived, url } = await listen((_, before) => ({ status: before < 3 ? 503 : 200, afterMs: 0 }));
    const begun = performance.now();
    await dispatchUpdates(write(1), options(url, ledger));
    expect(arrived).toHaveLength(4);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
    const statuses = ledger.entries().flatMap((entry) => (entry.kind === 'answered' ? [entry.status] : []));
    expect(statuses).toEqual([503, 503, 503, 200]);
  });

  it('repeats a share of them and lets others pass some', async () => {
    const { arrived, url } = await listen(() => ({ status: 200, afterMs: 0 }));
    const change = { duplicates: 0.2, reordered: 0.2, perSecond: 1_000 };
    await dispatchUpdates(write(500), { ...options(url, createLedger(null)), ...change });
    expect(arrived.length).toBeGreaterThan(560);
    expect(arrived.length).toBeLessThan(650);
    const firsts = [...new Set(arrived.map(({ updateId }) => updateId))];
    expect(firsts).toHaveLength(500);
    expect(firsts.some((id, index) => id > (firsts[index + 1] ?? id))).toBe(true);
  });

  it('gives up at its deadline', async () => {
    const ledger = createLedger(null);
    const { url } = await listen(() => ({ status: 503, afterMs: 0 }));
    await dispatchUpdates(write(3), { ...options(url, ledger), deadlineMs: 100 });
    expect(ledger.entries().some((entry) => entry.kind === 'answered' && entry.status === 200)).toBe(false);
  });
});
