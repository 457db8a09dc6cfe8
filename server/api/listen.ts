import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  port: number;
  /** Takes no new connection and waits for the answers under way. */
  stop(): Promise<void>;
}

/** A front keeps connections for a minute; ours last longer, so that it never writes to one that we are closing. */
const keepAliveMs = 65_000;
/** A whole request arrives in less, or its sender is holding the connection on purpose. */
const requestMs = 15_000;

/** Listens on loopback. Rejects when the port is taken (Express itself would only call back with the error). */
export function listen(handler: RequestListener, port: number): Promise<Listening> {
  const server = createServer({ requestTimeout: requestMs, keepAliveTimeout: keepAliveMs }, handler);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address() as AddressInfo;
      resolve({ port: address.port, stop: () => stop(server) });
    });
  });
}

function stop(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
