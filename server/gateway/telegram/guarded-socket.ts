import { Socket } from 'node:net';
import { PromisedNetSockets } from 'telegram/extensions/index.js';
import type { ProxyAddress } from '#server/proxy-address.ts';
import { negotiateSocks5, ProxyRefusedError } from '#server/socks5.ts';
import type { AddressBook, SocketTarget } from './address-book.ts';

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

/** A client that was destroyed was about to connect once more: a second connection of one key would end the session. */
class DestroyedError extends Error {
  readonly code = 'ECANCELED';

  constructor() {
    super('the client is destroyed');
    this.name = 'DestroyedError';
  }
}

/** Packets are far smaller; GramJS would collect whatever a length promises. */
const mostPacketBytes = 16 * 1_024 * 1_024;

export interface GuardedSockets {
  /** What GramJS takes as `networkSocket`: every connection it makes with this class is counted here. */
  socketClass: typeof PromisedNetSockets;
  /** How many of its TCP connections are open now. */
  count(): number;
  /** Why the last attempt was refused by us or by the proxy, which the library keeps to itself; null: by neither. */
  refusal(): Error | null;
  /** Closes every connection at once and lets none be opened any more; resolves when they are closed. */
  destroyAll(): Promise<void>;
}

export interface SocketRules {
  addressBook: AddressBook;
  /** SOCKS5 carries connections to the book's addresses, an MTProxy is itself what is connected to, HTTP is not used. */
  proxy: ProxyAddress | null;
  /** Told when the last connection that was usable is closed. */
  onLastClosed(): void;
}

/**
 * Creates a socket class. GramJS ignores the port of a session and asks nobody where an address leads, so the address
 * book decides here; and it cannot tell when its connections are gone, so they are counted here.
 */
export function createGuardedSockets({ addressBook, proxy, onLastClosed }: SocketRules): GuardedSockets {
  const open = new Set<Socket>();
  const usable = new Set<Socket>();
  let isDestroyed = false;
  let refusal: Error | null = null;

  class GuardedSocket extends PromisedNetSockets {
    override async connect(_port: number, ip: string): Promise<unknown> {
      if (isDestroyed) throw new DestroyedError();
      const target = proxy?.kind === 'mtproxy' ? proxy : addressBook(ip);
      if (target === null) {
        refusal = new EgressRefusedError(ip);
        throw refusal;
      }
      refusal = null;
      const through = proxy?.kind === 'socks5' ? proxy : target;
      const connecting = super.connect(through.port, through.host);
      // The TCP socket is a private field that exists from here on; there is no public way to it.
      const socket: unknown = Reflect.get(this, 'client');
      if (socket instanceof Socket) watch(socket);
      await connecting;
      if (proxy?.kind === 'socks5') await this.#tunnel(target);
      if (socket instanceof Socket && !socket.destroyed) usable.add(socket);
      return this;
    }

    async #tunnel(target: SocketTarget): Promise<void> {
      const credentials = proxy?.kind === 'socks5' ? proxy.credentials : null;
      try {
        await negotiateSocks5(this, target, credentials);
      } catch (error) {
        if (error instanceof ProxyRefusedError) refusal = error;
        await this.close();
        throw error;
      }
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
      // An attempt that came to nothing is the library's to repeat.
      if (usable.delete(socket) && usable.size === 0) onLastClosed();
    });
  }

  return {
    socketClass: GuardedSocket,
    count: () => open.size,
    refusal: () => refusal,
    async destroyAll() {
      isDestroyed = true;
      const closed = [...open].map((socket) => new Promise<void>((resolve) => socket.once('close', resolve)));
      for (const socket of open) socket.destroy();
      await Promise.all(closed);
    },
  };
}
