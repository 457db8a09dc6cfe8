import type { Socket } from 'node:net';
import { readTl } from '#sandbox/tl/read-tl.ts';
import { TlError } from '#sandbox/tl/tl-error.ts';
import { detectTransport } from '#sandbox/transport/detect-transport.ts';
import { type Transport, TransportError } from '#sandbox/transport/transport.ts';
import { openMessage } from './encrypted-message.ts';
import type { Handshake } from './handshake-values.ts';
import type { KeyStore, StoredKey } from './key-store.ts';
import { openPlainMessage, sealPlainMessage } from './plain-message.ts';
import { ProtocolError } from './protocol-error.ts';
import type { ReceiveMessage } from './receive-message.ts';
import type { ServiceOutlet } from './service-requests.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { writeService } from './write-service.ts';

export interface ConnectionOptions {
  keyStore: KeyStore;
  sessions: Sessions;
  receive: ReceiveMessage;
  createHandshake: () => Handshake;
  nextMessageId: () => bigint;
  now: () => number;
  proxySecret: Buffer | null;
  /** Asked once a connection; null: it is served. */
  greet: () => Greeting | null;
  /** Told of a key when a connection first uses it. */
  onKey: (key: StoredKey) => void;
  onFailure: (failure: unknown) => void;
}

export interface Connection {
  /** Name of its transport once it is known. */
  transport(): string | null;
  /** The key of its last encrypted message. */
  key(): StoredKey | null;
  /** False as soon as either side ended it. */
  isOpen(): boolean;
  destroy(): void;
}

/** What becomes of a connection before anything was said. */
export interface Greeting {
  delayMs: number;
  fate: 'serve' | 'reset' | 'half-open';
}

/** A client that does not read its answers is dropped before they fill the memory. */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;
const UNKNOWN_KEY = -404;

/**
 * Serves one TCP connection: finds its transport, opens its packets and passes them on. Whatever a client sends can
 * end its own connection at most.
 */
export function serveConnection(socket: Socket, options: ConnectionOptions): Connection {
  const handshake = options.createHandshake();
  const sessions = new Set<Session>();
  let first: Buffer = Buffer.alloc(0);
  let transport: Transport | null = null;
  let lastKey: StoredKey | null = null;
  let closing: NodeJS.Timeout | null = null;
  let isMute = false;

  const outlet: ServiceOutlet = {
    send(packet) {
      if (!transport || socket.destroyed || isMute) return;
      socket.write(transport.frame(packet));
      if (socket.writableLength > MAX_UNSENT_BYTES) socket.destroy();
    },
    closeAfter(seconds) {
      if (closing) clearTimeout(closing);
      closing = seconds === null ? null : setTimeout(() => socket.destroy(), clampSeconds(seconds) * 1000);
    },
    reset: () => socket.resetAndDestroy(),
    mute() {
      isMute = true;
    },
    refuse(transportCode) {
      socket.removeAllListeners('data').resume();
      fail(new ProtocolError('a client that is refused', transportCode));
    },
  };

  function take(chunk: Buffer): void {
    if (!transport) {
      first = first.length === 0 ? chunk : Buffer.concat([first, chunk]);
      const detected = detectTransport(first, options.proxySecret);
      if (!detected) return;
      transport = detected.transport;
      chunk = detected.rest;
      first = Buffer.alloc(0);
    }
    for (const packet of transport.receive(chunk)) takePacket(packet, transport.isPadded);
  }

  function takePacket(packet: Buffer, isPadded: boolean): void {
    if (packet.length < 24) throw new ProtocolError('a packet that is too short');
    if (packet.readBigInt64LE(0) === 0n) {
      const answer = handshake(readTl(openPlainMessage(packet)));
      outlet.send(sealPlainMessage(options.nextMessageId(), writeService(answer)));
      return;
    }
    const key = findKey(packet);
    const message = openMessage(packet, key.authKey, isPadded);
    if (lastKey !== key) {
      lastKey = key;
      options.onKey(key);
    }
    const session = options.sessions.open(key, message.sessionId);
    sessions.add(session);
    session.attach(outlet);
    options.receive(session, message, outlet);
  }

  function findKey(packet: Buffer): StoredKey {
    const key = options.keyStore.find(packet.subarray(0, 8).toString('hex'));
    if (!key || (key.expiresAt !== null && key.expiresAt < options.now())) {
      throw new ProtocolError('an unknown auth key', UNKNOWN_KEY);
    }
    return key;
  }

  function fail(failure: unknown): void {
    if (failure instanceof ProtocolError && failure.transportCode !== null && transport) {
      const code = Buffer.alloc(4);
      code.writeInt32LE(failure.transportCode);
      socket.end(transport.frame(code));
      return;
    }
    socket.destroy();
    if (!isClientsFault(failure)) options.onFailure(failure);
  }

  socket.on('data', (chunk: Buffer) => {
    if (isMute) return;
    try {
      take(chunk);
    } catch (failure) {
      socket.removeAllListeners('data').resume();
      fail(failure);
    }
  });
  // A reset by the client is an end like any other; 'close' follows.
  socket.on('error', () => {});
  socket.on('close', () => {
    outlet.closeAfter(null);
    for (const session of sessions) session.detach(outlet);
  });

  function meet({ delayMs, fate }: Greeting): void {
    socket.pause();
    const waiting = setTimeout(() => {
      if (fate === 'reset') socket.resetAndDestroy();
      isMute = fate === 'half-open';
      socket.resume();
    }, delayMs);
    socket.on('close', () => clearTimeout(waiting));
  }

  const greeting = options.greet();
  if (greeting) meet(greeting);
  return {
    transport: () => transport?.name ?? null,
    key: () => lastKey,
    isOpen: () => !socket.destroyed && !socket.readableEnded,
    destroy: () => socket.destroy(),
  };
}

function isClientsFault(failure: unknown): boolean {
  return failure instanceof ProtocolError || failure instanceof TransportError || failure instanceof TlError;
}

function clampSeconds(seconds: number): number {
  return Math.min(Math.max(seconds, 1), 3600);
}
