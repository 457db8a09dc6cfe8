/** The demo's stand-in for Caddy: the same routes as the Caddyfile, checked by the same cases. */
import { createReadStream, statSync } from 'node:fs';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { extname, join } from 'node:path';
import { pageHeaders } from './page-headers.ts';
import { chooseRoute } from './route.ts';

export interface FrontOptions {
  botPort: number;
  apiPort: number;
  /** `dist/miniapp`. */
  directory: string;
  /** Origins that may frame the Mini App. */
  miniAppHosts: string[];
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export function createFront(options: FrontOptions): Server {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });
  const headers = pageHeaders(options.miniAppHosts);
  return createServer((incoming, response) => {
    const route = chooseRoute(incoming.url ?? '/');
    if (route.kind === 'bot') return forward(agent, options.botPort, route.path, incoming, response);
    if (route.kind === 'api') return forward(agent, options.apiPort, route.path, incoming, response);
    if (route.kind === 'none') return end(response, 404);
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD')
      return end(response, 405, { Allow: 'GET, HEAD' });
    const asked = join(options.directory, route.path);
    const file = isFile(asked) ? asked : join(options.directory, 'index.html');
    if (!isFile(file) || (route.kind === 'asset' && file !== asked)) return end(response, 404);
    response.writeHead(200, {
      ...headers,
      'Content-Type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'Content-Length': statSync(file).size,
      'Cache-Control': route.kind === 'asset' ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    if (incoming.method === 'HEAD') response.end();
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  });
}

function forward(
  agent: Agent,
  port: number,
  path: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const headers = {
    ...incoming.headers,
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': incoming.headers.host ?? '',
  };
  const outgoing = request(
    { host: '127.0.0.1', port, path, method: incoming.method, headers, agent },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  outgoing.once('error', () => (response.headersSent ? response.destroy() : end(response, 502)));
  response.once('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
