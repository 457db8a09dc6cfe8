import { Socket } from 'node:net';
import { PromisedNetSockets } from 'telegram/extensions/index.js';
import type { AddressBook } from './address-book.ts';

/** The gateway was about to connect to an address that is neither mapped nor Telegram's. Never worth a retry. */
export class EgressRefusedError extends Error {
  readonly code = 'egress-refused';

  constructor(ip: string) {
    super(`${ip} is neither one of Telegram's addresses nor in MTPROTO_DC_MAP`);
    this.name = 'EgressRefusedError';
  }
}

/** The other side sent a packet length that cannot be one. It does not speak MTProto, or somebody interferes. */
export class PacketLengthError extends Error {
  readonly code = 'EPACKET';

  constructor() {
    super('a packet of an impossible length');
    this.name = 'PacketLengthError';
  }
}

/** Packets are far smaller; GramJS would collect whatever a length promises. */
const mostPacketBytes = 16 * 1_024 * 1_024;

export interface GuardedSockets {
  /** What GramJS takes as `networkSocket`: every connection of one client is made through it. */
  socketClass: typeof PromisedNetSockets;
  /** How many TCP connections of this client are open now. */
  count(): number;
  /** Closes every connection at once: GramJS leaves those to other data centres open for 30 s after destroy(). */
  destroyAll(): void;
}

/**
 * Creates the socket class of one client. GramJS ignores the port of a session and asks nobody where an address leads,
 * so the address book decides here; and it cannot tell when its connections are gone, so they are counted here.
 */
export function createGuardedSockets(book: AddressBook, onLastClosed: () => void): GuardedSockets {
  const open = new Set<Socket>();

  class GuardedSocket extends PromisedNetSockets {
    override connect(_port: number, ip: string): Promise<unknown> {
      const target = book(ip);
      if (target === null) return Promise.reject(new EgressRefusedError(ip));
      const connecting = super.connect(target.port, target.host);
      // The TCP socket is a private field that exists from here on; there is no public way to it.
      const socket: unknown = Reflect.get(this, 'client');
      if (socket instanceof Socket) watch(socket);
      return connecting;
    }

    /** A negative length makes the library's own loop spin without end, and with it the whole process. */
    override async readExactly(count: number): Promise<Buffer> {
      if (Number.isInteger(count) && count >= 0 && count <= mostPacketBytes) return super.readExactly(count);
      await this.close();
      throw new PacketLengthError();
    }
  }

  function watch(socket: Socket): void {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      if (open.size === 0) onLastClosed();
    });
  }

  return {
    socketClass: GuardedSocket,
    count: () => open.size,
    destroyAll() {
      for (const socket of open) socket.destroy();
    },
  };
}
