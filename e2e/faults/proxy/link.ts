import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type ActiveToxic, type Direction, findToxic } from './toxic.ts';

/** One connection through the proxy. */
export interface Link {
  isOpen(): boolean;
  /** True: a blackhole swallowed something of it. */
  isLost(): boolean;
  /** Ends it with RST at both ends. */
  reset(): void;
}

export interface LinkSettings {
  client: Socket;
  server: Socket;
  active(): readonly ActiveToxic[];
  random(): number;
  onBytes(direction: Direction, count: number): void;
  onClosed(): void;
}

/** More than this waits in a slow direction: the sender is stopped until it is less. */
const mostQueuedBytes = 1 << 20;

/** Joins two sockets: what arrives at one leaves at the other, through the toxics that are active at that moment. */
export function joinSockets(settings: LinkSettings): Link {
  const { client, server } = settings;
  let isLost = false;
  let isClosed = false;

  function reset(): void {
    client.resetAndDestroy();
    server.resetAndDestroy();
  }

  function noteClosed(): void {
    if (isClosed || !client.destroyed || !server.destroyed) return;
    isClosed = true;
    settings.onClosed();
  }

  function carry(from: Socket, to: Socket, direction: Direction): void {
    let queue: Promise<void> = Promise.resolve();
    let queuedBytes = 0;
    let passedBytes = 0;
    let hasEnded = false;
    const find = <Kind extends ActiveToxic['toxic']['kind']>(kind: Kind) =>
      findToxic(settings.active(), kind, direction);

    async function passOn(chunk: Buffer, dueAt: number): Promise<void> {
      const wait = dueAt - performance.now();
      if (wait > 0) await delay(wait);
      const slicer = find('slicer');
      if (slicer !== null) slicer.hit();
      const bandwidth = find('bandwidth');
      if (bandwidth !== null) bandwidth.hit();
      const perSecond = bandwidth?.settings.bytesPerSecond ?? Number.POSITIVE_INFINITY;
      const size = Math.max(1, Math.min(slicer?.settings.bytes ?? chunk.length, Math.ceil(perSecond / 20)));
      for (let at = 0; at < chunk.length && !to.destroyed; at += size) {
        const piece = chunk.subarray(at, at + size);
        const pauseMs = (slicer?.settings.pauseMs ?? 0) + (piece.length / perSecond) * 1_000;
        if (pauseMs > 0) await delay(pauseMs);
        if (!(await write(piece))) return;
      }
    }

    /** False: nothing more of this chunk can pass. */
    async function write(piece: Buffer): Promise<boolean> {
      if (swallow() || to.destroyed) return false;
      const limit = find('limit-data');
      const left = (limit?.settings.bytes ?? Number.POSITIVE_INFINITY) - passedBytes;
      const allowed = piece.subarray(0, Math.max(0, left));
      passedBytes += allowed.length;
      settings.onBytes(direction, allowed.length);
      if (limit !== null && left < piece.length) {
        limit.hit();
        to.end(allowed, () => to.destroy());
        from.destroy();
        return false;
      }
      if (!to.write(allowed)) await drained(to);
      return true;
    }

    /** True: it vanishes in a blackhole, or on a connection that has lost something already. */
    function swallow(): boolean {
      const hole = find('blackhole');
      if (hole !== null) {
        hole.hit();
        isLost = true;
      }
      return isLost;
    }

    async function pause(): Promise<void> {
      const slow = find('slow-close');
      if (slow === null) return;
      slow.hit();
      await delay(slow.settings.ms);
    }

    from.on('data', (chunk: Buffer) => {
      const latency = find('latency');
      latency?.hit();
      const { ms = 0, jitterMs = 0 } = latency?.settings ?? {};
      queuedBytes += chunk.length;
      if (queuedBytes > mostQueuedBytes) from.pause();
      const dueAt = performance.now() + ms + jitterMs * settings.random();
      queue = queue
        .then(() => passOn(chunk, dueAt))
        .then(() => {
          queuedBytes -= chunk.length;
          if (queuedBytes <= mostQueuedBytes) from.resume();
        });
    });
    from.on('end', () => {
      hasEnded = true;
      queue = queue.then(pause).then(() => void (swallow() || to.end()));
    });
    from.on('error', () => {
      // Its closing, which follows, is what the other end hears of.
    });
    from.on('close', (hadError) => {
      noteClosed();
      if (hasEnded && !hadError) return;
      queue = queue.then(pause).then(() => {
        if (!swallow()) to.resetAndDestroy();
      });
    });
  }

  carry(client, server, 'to-server');
  carry(server, client, 'to-client');
  return { isOpen: () => !isClosed, isLost: () => isLost, reset };
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off('drain', settle);
      socket.off('close', settle);
      resolve();
    };
    socket.on('drain', settle);
    socket.on('close', settle);
  });
}
