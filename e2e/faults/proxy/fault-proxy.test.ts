import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFaultProxy, type FaultProxy } from './fault-proxy.ts';

let server: Server;
let proxy: FaultProxy;
/** The server's ends of connections, in the order in which they came. */
let accepted: Socket[];
let opened: Socket[];

/** Sends back what it gets; ends when the other side ends. */
beforeEach(async () => {
  accepted = [];
  opened = [];
  server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => {
      // Some of these connections are cut on purpose.
    });
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  proxy = await createFaultProxy({
    targetPort: typeof address === 'object' && address !== null ? address.port : 0,
    random: () => 0.5,
  });
});

afterEach(async () => {
  for (const socket of [...opened, ...accepted]) socket.destroy();
  await proxy.close();
  server.close();
});

async function open(): Promise<Socket> {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => {
    // What a cut connection says is asked for by `endOf`.
  });
  opened.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Sends and waits until as much came back; how long that took and in how many pieces it came. */
async function echo(socket: Socket, size: number): Promise<{ ms: number; pieces: number }> {
  const begun = performance.now();
  let received = 0;
  let pieces = 0;
  const back = new Promise<void>((resolve) => {
    const onData = (chunk: Buffer): void => {
      received += chunk.length;
      pieces += 1;
      if (received < size) return;
      socket.off('data', onData);
      resolve();
    };
    socket.on('data', onData);
  });
  socket.write(Buffer.alloc(size, 7));
  await back;
  return { ms: performance.now() - begun, pieces };
}

/** How a connection ended: `closed`, an error's code, or `open` after `ms`. */
async function endOf(socket: Socket, ms: number): Promise<string> {
  let code = 'closed';
  socket.once('error', (error: NodeJS.ErrnoException) => {
    code = error.code ?? 'unknown';
  });
  socket.resume();
  const ended = socket.destroyed
    ? Promise.resolve()
    : new Promise<void>((r) => socket.once('close', () => r()));
  return Promise.race([ended.then(() => code), delay(ms, 'open')]);
}

describe('a proxy without toxics', () => {
  it('passes a megabyte both ways unchanged and counts it', async () => {
    const socket = await open();
    await echo(socket, 1 << 20);
    expect(proxy.counters()).toEqual({
      connections: 1,
      open: 1,
      bytes: { 'to-server': 1 << 20, 'to-client': 1 << 20 },
    });
  });

  it('passes an orderly end on at once, in both directions', async () => {
    const socket = await open();
    await echo(socket, 10);
    const begun = performance.now();
    socket.end();
    expect(await endOf(socket, 2_000)).toBe('closed');
    expect(performance.now() - begun).toBeLessThan(1_500);
    await expect.poll(() => proxy.counters().open).toBe(0);
  });
});

describe('each toxic, added to an open connection', () => {
  it('latency delays one direction alone, with its jitter, and is gone when it is removed', async () => {
    const socket = await open();
    expect((await echo(socket, 10)).ms).toBeLessThan(600);
    const toxic = await proxy.add({ kind: 'latency', ms: 600, jitterMs: 400 }, 'to-client');
    const { ms } = await echo(socket, 10);
    expect(ms).toBeGreaterThanOrEqual(780);
    expect(ms).toBeLessThan(1_560);
    expect(toxic.hits()).toBe(1);
    await toxic.remove();
    expect((await echo(socket, 10)).ms).toBeLessThan(600);
  });

  it('bandwidth lets through no more than so many bytes a second', async () => {
    const socket = await open();
    expect((await echo(socket, 20_000)).ms).toBeLessThan(900);
    const toxic = await proxy.add({ kind: 'bandwidth', bytesPerSecond: 20_000 }, 'to-server');
    const { ms } = await echo(socket, 20_000);
    expect(ms).toBeGreaterThanOrEqual(975);
    expect(toxic.hits()).toBeGreaterThan(0);
  });

  it('slicer makes many small pieces of one', async () => {
    const socket = await open();
    expect((await echo(socket, 60)).pieces).toBe(1);
    await proxy.add({ kind: 'slicer', bytes: 10, pauseMs: 15 }, 'to-client');
    const { ms, pieces } = await echo(socket, 60);
    expect(pieces).toBeGreaterThanOrEqual(4);
    expect(ms).toBeGreaterThanOrEqual(85);
  });

  it('reset ends connections with RST, open ones and new ones, as long as it is there', async () => {
    const before = await open();
    await echo(before, 10);
    const atServer = accepted[0];
    const toxic = await proxy.add({ kind: 'reset', afterMs: 50 });
    expect(await endOf(before, 2_000)).toBe('ECONNRESET');
    expect(atServer?.destroyed).toBe(true);
    const during = await open();
    expect(await endOf(during, 2_000)).toBe('ECONNRESET');
    expect(toxic.hits()).toBe(2);
    await toxic.remove();
    const after = await open();
    await echo(after, 10);
    expect(await endOf(after, 150)).toBe('open');
  });

  it('blackhole swallows bytes and closings; a connection that lost something stays dumb and is reset at the end', async () => {
    const [spoken, silent, closed] = [await open(), await open(), await open()];
    for (const socket of [spoken, silent, closed]) await echo(socket, 10);
    const toxic = await proxy.add({ kind: 'blackhole' });
    spoken.write('lost');
    closed.destroy();
    const late = await open();
    late.write('lost too');
    expect(await Promise.all([endOf(spoken, 300), endOf(late, 300)])).toEqual(['open', 'open']);
    expect(accepted.slice(0, 3).map((socket) => socket.destroyed)).toEqual([false, false, false]);
    expect(proxy.counters().bytes['to-server']).toBe(30);
    expect(toxic.hits()).toBe(3);
    await toxic.remove();
    expect(await Promise.all([endOf(spoken, 1_000), endOf(late, 1_000)])).toEqual([
      'ECONNRESET',
      'ECONNRESET',
    ]);
    await expect.poll(() => accepted.map((socket) => socket.destroyed)).toEqual([true, false, true, true]);
    await echo(silent, 10);
  });

  it('slow close lets the server hear of an end later', async () => {
    const [quick, slow] = [await open(), await open()];
    await Promise.all([echo(quick, 10), echo(slow, 10)]);
    quick.end();
    expect(await endOf(quick, 150)).toBe('closed');
    const toxic = await proxy.add({ kind: 'slow-close', ms: 300 }, 'to-server');
    slow.end();
    expect(await endOf(slow, 200)).toBe('open');
    expect(await endOf(slow, 1_000)).toBe('closed');
    expect(toxic.hits()).toBe(1);
  });

  it('limit data ends a connection in the middle of an answer', async () => {
    const socket = await open();
    await echo(socket, 100);
    const toxic = await proxy.add({ kind: 'limit-data', bytes: 150 }, 'to-client');
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    socket.write(Buffer.alloc(100));
    expect(await endOf(socket, 2_000)).not.toBe('open');
    expect(received).toBe(50);
    expect(toxic.hits()).toBe(1);
  });

  it('down cuts what is open and refuses what comes, on the same port again afterwards', async () => {
    const before = await open();
    await echo(before, 10);
    const toxic = await proxy.add({ kind: 'down' });
    expect(await endOf(before, 1_000)).toBe('ECONNRESET');
    await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(toxic.hits()).toBe(1);
    await toxic.remove();
    await echo(await open(), 10);
  });
});
