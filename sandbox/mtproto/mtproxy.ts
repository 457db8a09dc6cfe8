import { createServer, type Socket } from 'node:net';
import { OBFUSCATED_HEADER_BYTES, readProxiedDc } from '#sandbox/transport/obfuscated.ts';
import type { DataCentre } from './data-centre.ts';
import { listenBelow } from './listen-below.ts';

export interface MtproxyOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** 16 bytes. */
  secret: Buffer;
  /** They must know the same secret. */
  dataCentres: readonly DataCentre[];
}

/** One port for clients that know only a proxy: the beginning of each connection names the data centre it is for. */
export interface Mtproxy {
  address: { host: string; port: number };
  close(): Promise<void>;
}

/** Starts an MTProxy. Clients without the secret, and those that ask for a data centre there is not, are cut off. */
export async function startMtproxy({ host, port, secret, dataCentres }: MtproxyOptions): Promise<Mtproxy> {
  const open = new Set<Socket>();

  function decide(socket: Socket, header: Buffer): void {
    const asked = readProxiedDc(header, secret);
    const dataCentre = dataCentres.find(({ id }) => id === asked);
    if (dataCentre === undefined) socket.destroy();
    else dataCentre.accept(socket);
  }

  const server = createServer({ noDelay: true }, (socket) => {
    let first = Buffer.alloc(0);
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // A reset by the client is an end like any other; 'close' follows.
    const ignore = (): void => {};
    const take = (chunk: Buffer): void => {
      first = Buffer.concat([first, chunk]);
      if (first.length < OBFUSCATED_HEADER_BYTES) return;
      socket.off('data', take).off('error', ignore);
      // The data centre reads the stream from its beginning.
      socket.unshift(first);
      decide(socket, first.subarray(0, OBFUSCATED_HEADER_BYTES));
    };
    socket.on('data', take).on('error', ignore);
  });
  const listening = await listenBelow(server, host, port);
  return {
    address: { host, port: listening },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve, reject) =>
        server.close((failure) => (failure ? reject(failure) : resolve())),
      );
    },
  };
}
