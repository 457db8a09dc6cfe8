import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The wanted port is in use. The operator's fault: another program, or a second sandbox, has it. */
export class PortTakenError extends Error {
  readonly code = 'port-taken';
  readonly port: number;

  constructor(port: number) {
    super(`Port ${port} is already in use: choose another one, or stop what listens there.`);
    this.name = 'PortTakenError';
    this.port = port;
  }
}

/** Listens on `host:port` (0: any free one). Closing also ends connections that are kept alive or still waiting. */
export function listen(
  server: Server,
  port: number,
  host: string,
): Promise<{ root: string; port: number; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port) : error);
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      resolve({
        root: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
        port: address.port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
