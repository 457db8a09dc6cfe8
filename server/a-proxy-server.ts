import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy of the test's own, which notes where it was asked to connect to. */
export interface TestProxy {
  port: number;
  targets: string[];
  /** Connections that clients have open now. */
  open(): number;
  close(): Promise<void>;
}

type Credentials = { username: string; password: string } | null;

/** A SOCKS5 proxy on loopback; connects to loopback only. */
export function startSocks5(credentials: Credentials = null): Promise<TestProxy> {
  return start((socket, note) => void serveSocks5(socket, credentials, note).catch(() => socket.destroy()));
}

async function serveSocks5(
  socket: Socket,
  credentials: Credentials,
  note: (target: string) => void,
): Promise<void> {
  const read = readerOf(socket);
  const [, count = 0] = await read(2);
  const offered = [...(await read(count))];
  const method = credentials === null ? 0 : 2;
  if (!offered.includes(method)) return void socket.end(Buffer.from([5, 0xff]));
  socket.write(Buffer.from([5, method]));
  if (credentials !== null) {
    const [, nameLength = 0] = await read(2);
    const name = (await read(nameLength)).toString();
    const [passwordLength = 0] = await read(1);
    const password = (await read(passwordLength)).toString();
    const isRight = name === credentials.username && password === credentials.password;
    socket.write(Buffer.from([1, isRight ? 0 : 1]));
    if (!isRight) return void socket.end();
  }
  const [, , , kind] = await read(4);
  const host = await readHost(read, kind ?? 0);
  const port = (await read(2)).readUInt16BE(0);
  note(`${host}:${port}`);
  const answer = (code: number): Buffer => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
  if (!/^(127\.|localhost$)/.test(host)) return void socket.end(answer(2));
  const target = connect({ host, port });
  target.once('error', () => void socket.end(answer(5)));
  target.once('connect', () => {
    socket.write(answer(0));
    socket.pipe(target).pipe(socket);
    socket.once('close', () => target.destroy());
    target.once('close', () => socket.destroy());
  });
}

async function readHost(read: (count: number) => Promise<Buffer>, kind: number): Promise<string> {
  if (kind === 1) return (await read(4)).join('.');
  if (kind === 4) return (await read(16)).toString('hex');
  const [length = 0] = await read(1);
  return (await read(length)).toString();
}

function readerOf(socket: Socket): (count: number) => Promise<Buffer> {
  return (count) =>
    new Promise((resolve, reject) => {
      const take = (): void => {
        const bytes: Buffer | null = socket.read(count);
        if (bytes === null) return;
        socket.off('readable', take).off('close', reject);
        resolve(bytes);
      };
      socket.on('readable', take).on('close', reject);
      take();
    });
}

/** An HTTP proxy on loopback that knows nothing but CONNECT. */
export function startHttpProxy(credentials: Credentials = null): Promise<TestProxy> {
  const http = createHttpServer((_, response) => response.writeHead(405).end());
  const wanted =
    credentials === null
      ? undefined
      : `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
  const targets: string[] = [];
  http.on('connect', (request, socket: Socket) => {
    if (request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    targets.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const target = connect({ host: /^127\./.test(host) ? host : '127.0.0.1', port: Number(port) });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
    target.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
  });
  return listen(http, targets);
}

function start(serve: (socket: Socket, note: (target: string) => void) => void): Promise<TestProxy> {
  const targets: string[] = [];
  return listen(
    createServer((socket) => serve(socket, (target) => void targets.push(target))),
    targets,
  );
}

async function listen(server: Server, targets: string[]): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {
      // Some of these connections are cut on purpose; their closing follows.
    });
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    targets,
    open: () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
