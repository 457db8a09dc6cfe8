import { connect as connectTcp, type Socket } from 'node:net';
import { buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { withDeadline } from '#server/process.ts';
import type { ProxyAddress } from '#server/proxy-address.ts';
import { negotiateSocks5, type ProxyStream } from '#server/socks5.ts';

export interface DispatcherSettings {
  /** The Bot API server: scheme, host and port. */
  origin: string;
  connections: number;
  /** HTTP and SOCKS5 carry the Bot API; an MTProxy carries only MTProto and is not used. null: straight. */
  proxy: ProxyAddress | null;
}

const connectTimeoutMs = 10_000;
const keepAliveTimeout = 30_000;

/** Creates the connections to one Bot API server, straight or through the operator's proxy. */
export function createDispatcher({ origin, connections, proxy }: DispatcherSettings): Dispatcher {
  if (proxy?.kind === 'http') return throughHttp(proxy, connections);
  const connect = proxy?.kind === 'socks5' ? throughSocks5(proxy) : { timeout: connectTimeoutMs };
  return new Pool(origin, { connections, connect, keepAliveTimeout });
}

type PlainProxy = Extract<ProxyAddress, { kind: 'http' | 'socks5' }>;

function throughHttp({ host, port, credentials }: PlainProxy, connections: number): Dispatcher {
  const known = credentials === null ? null : `${credentials.username}:${credentials.password}`;
  return new ProxyAgent({
    uri: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ...(known === null ? {} : { token: `Basic ${Buffer.from(known).toString('base64')}` }),
    ...{ connections, keepAliveTimeout, proxyTunnel: true },
    ...{ proxyTls: { timeout: connectTimeoutMs }, requestTls: { timeout: connectTimeoutMs } },
  });
}

/** A connector of undici: TCP through the proxy, and TLS to the server itself over it where the address says so. */
function throughSocks5(proxy: PlainProxy): buildConnector.connector {
  const connectTls = buildConnector({ timeout: connectTimeoutMs });
  return (options, callback) => {
    const isTls = options.protocol === 'https:';
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    const target = { host, port: Number(options.port) || (isTls ? 443 : 80) };
    openTunnel(proxy, target).then(
      (socket) => (isTls ? connectTls({ ...options, httpSocket: socket }, callback) : callback(null, socket)),
      (error: unknown) => callback(error instanceof Error ? error : new Error('no connection'), null),
    );
  };
}

async function openTunnel(proxy: PlainProxy, target: { host: string; port: number }): Promise<Socket> {
  const socket = connectTcp({ host: proxy.host, port: proxy.port, noDelay: true });
  let fail: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  socket.on('error', fail);
  const onClose = (): void => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
  socket.on('close', onClose);
  try {
    const opening = Promise.race([negotiateSocks5(streamOf(socket), target, proxy.credentials), broken]);
    await withDeadline(opening, connectTimeoutMs, 'proxy');
  } catch (error) {
    // Its own noise after this is nobody's any more.
    socket.on('error', () => undefined).destroy();
    throw error;
  }
  socket.off('error', fail).off('close', onClose);
  return socket;
}

/** Reads what is asked for and nothing beyond it: the rest of the stream is the server's answer. */
function streamOf(socket: Socket): ProxyStream {
  return {
    write: (bytes) => void socket.write(bytes),
    readExactly: (count) =>
      new Promise((resolve) => {
        const read = (): void => {
          const bytes: Buffer | null = socket.read(count);
          if (bytes === null) return;
          socket.off('readable', read);
          resolve(bytes);
        };
        socket.on('readable', read);
        read();
      }),
  };
}
