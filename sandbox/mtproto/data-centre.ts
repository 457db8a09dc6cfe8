import { createServer, type Server, type Socket } from 'node:net';
import type { RsaKey } from '#sandbox/crypto/rsa-key.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeTl } from '#sandbox/tl/write-tl.ts';
import { type Connection, type ConnectionOptions, type Greeting, serveConnection } from './connection.ts';
import { createHandshake, hasLeadingZero } from './handshake.ts';
import type { KeyStore, StoredKey } from './key-store.ts';
import { listenBelow } from './listen-below.ts';
import { createMessageIds } from './message-id.ts';
import { type Overlap, settledConnectionsOf } from './overlaps.ts';
import { createReceiver } from './receive-message.ts';
import { createRpc } from './rpc.ts';
import type { RpcHandler } from './rpc-call.ts';
import { createSessions, type Sessions } from './sessions.ts';

export interface DataCentreOptions {
  id: number;
  /** Where to listen; port 0 takes a free one below 32768. */
  host: string;
  port: number;
  /** The address clients are told; one per data centre (`127.0.1.2`). */
  announcedIp: string;
  rsaKey: RsaKey;
  keyStore: KeyStore;
  handler: RpcHandler;
  /** Unix seconds with fraction; wall time by default. */
  now?: () => number;
  /** Told about every failure that is neither an `RpcError` of the handler nor a client's fault, and the method's name. */
  onFailure?: (failure: unknown, method?: string) => void;
  /** 16 bytes: also accept clients that come as through an MTProxy with this secret. */
  proxySecret?: Buffer | null;
  /** Which agreed keys to refuse with `dh_gen_retry`; by default those clients are known to spoil. */
  mustRetry?: (authKey: Buffer) => boolean;
  /** What becomes of each new connection; null, as always by default: it is served. */
  greet?: () => Greeting | null;
  /** Told whenever a connection begins to use an auth key that another open connection uses. */
  onOverlap?: (overlap: Overlap) => void;
  /** How many calls of one session may be in flight before its connection is ended with -429; 1,000 by default. */
  maxCallsInFlight?: number;
}

export interface OpenConnection {
  /** null until its first bytes are there. */
  transport: string | null;
  /** null before the first encrypted message. */
  authKeyId: string | null;
  userId: string | null;
  close(): void;
}

export interface DataCentre {
  readonly id: number;
  readonly announcedIp: string;
  readonly address: { host: string; port: number };
  readonly keyStore: KeyStore;
  /** Serves a connection that came another way (MTProxy), from its first byte on. */
  accept(socket: Socket): void;
  openConnections(): OpenConnection[];
  /** Sends `updates` to every authorization of the user: to the connection each used last. */
  push(userId: string, updates: TlObject): void;
  /** Sends `updates` to one auth key, logged in or not (login tokens). */
  pushToKey(authKeyId: string, updates: TlObject): void;
  /** Forgets a key and ends its connections: its client gets -404 from now on. */
  dropKey(authKeyId: string): void;
  close(): Promise<void>;
}

const MAX_CALLS_IN_FLIGHT = 1000;

/** Starts one data centre: a TCP server that speaks MTProto 2.0 on every transport. */
export async function createDataCentre(options: DataCentreOptions): Promise<DataCentre> {
  const now = options.now ?? (() => Date.now() / 1000);
  const sessions = createSessions(now);
  const connections = new Set<Connection>();
  const connectionOptions = { ...buildConnectionOptions(options, sessions, now), onKey: watchKey };

  function watchKey(key: StoredKey): void {
    void settledConnectionsOf(connections, key).then(({ length }) => {
      if (length < 2) return;
      const { authKeyId, authorization } = key;
      options.onOverlap?.({ dcId: options.id, authKeyId, userId: authorization.userId, at: now() });
    });
  }

  function accept(socket: Socket): void {
    const connection = serveConnection(socket, connectionOptions);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  }

  const server = createServer({ noDelay: true }, accept);
  const port = await listenBelow(server, options.host, options.port);

  function send(key: StoredKey, updates: TlObject): void {
    const session = sessions.updatesSessionOf(key.authKeyId);
    session?.send(writeTl(key.layer ?? 0, updates), { origin: 'notice', isContent: true });
  }

  return {
    id: options.id,
    announcedIp: options.announcedIp,
    address: { host: options.host, port },
    keyStore: options.keyStore,
    accept,
    openConnections: () =>
      [...connections]
        .filter(({ isOpen }) => isOpen())
        .map((connection) => ({
          transport: connection.transport(),
          authKeyId: connection.key()?.authKeyId ?? null,
          userId: connection.key()?.authorization.userId ?? null,
          close: connection.destroy,
        })),
    push(userId, updates) {
      for (const key of options.keyStore.list()) {
        if (key.authorization.userId === userId) send(key, updates);
      }
    },
    pushToKey(authKeyId, updates) {
      for (const key of options.keyStore.list()) {
        if ((key.permanent ?? key).authKeyId === authKeyId) send(key, updates);
      }
    },
    dropKey(authKeyId) {
      options.keyStore.remove(authKeyId);
      sessions.forgetKey(authKeyId);
      for (const connection of connections) {
        if (connection.key()?.authKeyId === authKeyId) connection.destroy();
      }
    },
    async close() {
      for (const connection of connections) connection.destroy();
      sessions.close();
      await closeServer(server);
    },
  };
}

function buildConnectionOptions(
  options: DataCentreOptions,
  sessions: Sessions,
  now: () => number,
): Omit<ConnectionOptions, 'onKey'> {
  const { id, rsaKey, keyStore, handler } = options;
  const onFailure = options.onFailure ?? (() => {});
  const nextMessageId = createMessageIds(now);
  const maxInFlight = options.maxCallsInFlight ?? MAX_CALLS_IN_FLIGHT;
  const answerRpc = createRpc({ dcId: id, keyStore, sessions, handler, now, onFailure, maxInFlight });
  const mustRetry = options.mustRetry ?? hasLeadingZero;
  return {
    keyStore,
    sessions,
    receive: createReceiver({ sessions, keyStore, answerRpc, now }),
    createHandshake: () => createHandshake({ dcId: id, rsaKey, keyStore, now, mustRetry }),
    nextMessageId: () => nextMessageId('answer'),
    now,
    proxySecret: options.proxySecret ?? null,
    greet: options.greet ?? (() => null),
    onFailure,
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    if (server.listening) server.close((failure) => (failure ? reject(failure) : resolve()));
    else resolve();
  });
}
