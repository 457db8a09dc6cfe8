import { connect, createServer, type Server, type Socket } from 'node:net';
import { joinSockets, type Link } from './link.ts';
import type { ActiveToxic, Direction, Toxic } from './toxic.ts';

export interface FaultProxyOptions {
  /** Where the bytes go: a port of this machine. */
  targetPort: number;
  /** 0 or absent: any free port. */
  port?: number;
  /** For jitter; uniform in [0, 1). */
  random?: () => number;
}

export interface ProxyCounters {
  connections: number;
  open: number;
  bytes: Record<Direction, number>;
}

export interface AddedToxic {
  hits(): number;
  /** Ends its effect. Connections that a blackhole swallowed something of are reset. */
  remove(): Promise<void>;
}

export interface FaultProxy {
  port: number;
  counters(): ProxyCounters;
  /** Begins at once, on open connections too; without a direction it concerns both. */
  add(toxic: Toxic, direction?: Direction): Promise<AddedToxic>;
  close(): Promise<void>;
}

/** Listens on the loopback address and joins every connection with one to the target. */
export async function createFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { targetPort, random = Math.random } = options;
  const links = new Set<Link>();
  const sockets = new Set<Socket>();
  const bytes: Record<Direction, number> = { 'to-server': 0, 'to-client': 0 };
  let active: ActiveToxic[] = [];
  let connections = 0;
  let server = await listen(accept, options.port ?? 0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  function accept(client: Socket): void {
    connections += 1;
    const upstream = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    const link = joinSockets({
      client,
      server: upstream,
      active: () => active,
      random,
      onBytes: (direction, count) => {
        bytes[direction] += count;
      },
      onClosed: () => links.delete(link),
    });
    links.add(link);
    for (const one of active) if (one.toxic.kind === 'reset') resetLater(one, one.toxic.afterMs, [link]);
  }

  function resetLater(toxic: ActiveToxic, afterMs: number, affected: readonly Link[]): void {
    const cut = (): void => {
      if (!active.includes(toxic)) return;
      for (const link of affected.filter((one) => one.isOpen())) {
        toxic.hits += 1;
        link.reset();
      }
    };
    if (afterMs === 0) cut();
    else setTimeout(cut, afterMs).unref();
  }

  function cutAll(): number {
    const cut = [...links];
    for (const link of cut) link.reset();
    return cut.length;
  }

  return {
    port,
    counters: () => ({ connections, open: links.size, bytes: { ...bytes } }),
    async add(toxic, direction) {
      const added: ActiveToxic = { toxic, direction: direction ?? null, hits: 0 };
      active = [...active, added];
      if (toxic.kind === 'reset') resetLater(added, toxic.afterMs, [...links]);
      if (toxic.kind === 'down') {
        const closed = stopListening(server);
        added.hits += cutAll();
        await closed;
      }
      return {
        hits: () => added.hits,
        async remove() {
          if (!active.includes(added)) return;
          active = active.filter((one) => one !== added);
          if (toxic.kind === 'blackhole') for (const link of links) if (link.isLost()) link.reset();
          if (toxic.kind === 'down') server = await listen(accept, port);
        },
      };
    },
    async close() {
      const closed = stopListening(server);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listen(accept: (client: Socket) => void, port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, accept);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** A server that a toxic took down already is closed. */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
