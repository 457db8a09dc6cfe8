import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { Api } from 'telegram';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { classifyError } from './classify-error.ts';
import { type Client, connectClient } from './connect-client.ts';
import { keepSession } from './keep-session.ts';

let server: Server | null = null;
const open = new Set<Socket>();

afterEach(() => {
  for (const socket of open) socket.destroy();
  server?.close();
});

async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const listening = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    onSocket(socket);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function connect(port: number, connectDeadlineMs: number, signal?: AbortSignal): Promise<Client> {
  return connectClient({
    ...(signal === undefined ? {} : { signal }),
    apiId: 1,
    apiHash: 'x',
    session: { dcId: 2, ip: '127.0.1.2', authKey: randomBytes(256) },
    addressBook: () => (port === 0 ? null : { host: '127.0.0.1', port }),
    onClosed: () => undefined,
    onSymptom: () => undefined,
    connectDeadlineMs,
  });
}

async function failureOf(promise: Promise<unknown>): Promise<object> {
  try {
    await promise;
  } catch (error) {
    return classifyError(error);
  }
  throw new Error('it connected');
}

describe('connecting', () => {
  it('gives up on a server that accepts and stays silent, and leaves no socket', async () => {
    const port = await listen((socket) => socket.resume());
    expect(await failureOf(connect(port, 300))).toEqual({ kind: 'network', code: 'deadline' });
    await vi.waitFor(() => expect(open.size).toBe(0), { timeout: 15_000 });
  });

  it('is left off at once when its session is stopped, which does not end before the socket is closed', async () => {
    const port = await listen((socket) => socket.resume());
    const session = keepSession({
      connect: (_onClosed, signal) => connect(port, 60_000, signal),
      ...{ onCall: () => undefined, onStateChange: () => undefined, now: Date.now, random: Math.random },
    });
    const calling = failureOf(session.call(new Api.updates.GetState()));
    await vi.waitFor(() => expect(open.size).toBe(1), { timeout: 15_000 });
    const stoppedAt = performance.now();
    await session.stop();
    expect(performance.now() - stoppedAt).toBeLessThan(15_000);
    expect(session.openSockets()).toBe(0);
    expect(await calling).toMatchObject({ kind: 'network' });
    await vi.waitFor(() => expect(open.size).toBe(0), { timeout: 5_000 });
  });

  it('takes garbage for a broken connection', async () => {
    const port = await listen((socket) => void socket.once('data', () => socket.write(randomBytes(64))));
    expect(await failureOf(connect(port, 500))).toMatchObject({ kind: 'network' });
    await vi.waitFor(() => expect(open.size).toBe(0), { timeout: 15_000 });
  });

  it('takes a key that the server does not know for trouble of the network, never for a log-out', async () => {
    const notFound = Buffer.alloc(16);
    const port = await listen((socket) => void socket.once('data', () => socket.write(notFound)));
    expect(await failureOf(connect(port, 500))).toMatchObject({ kind: 'network' });
  });

  it('does not open a socket to an address outside the book', async () => {
    expect(await failureOf(connect(0, 3_000))).toMatchObject({ kind: 'network' });
    expect(open.size).toBe(0);
  });
});
