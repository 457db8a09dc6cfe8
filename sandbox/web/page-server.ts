/**
 * The page: a small Telegram Web on an origin of its own. `page/` holds what the browser runs, plain JavaScript modules
 * and style sheets that are served as they are; the other files are its server: one JSON route for each thing a person
 * can do (`page-routes.ts`), a stream of what happens in the chat, and the launcher of Mini Apps. It is a tool for one
 * machine: it answers only requests that name a loopback host, so that no foreign web page can drive it.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BotApi } from '#sandbox/bot-api/bot-api.ts';
import { readBody } from '#sandbox/bot-api/http-body.ts';
import { listen } from '#sandbox/bot-api/listen.ts';
import { isLoopbackHost } from '#sandbox/bot-api/loopback.ts';
import { PersonError } from '#sandbox/bot-api/person-error.ts';
import { ControlError } from '#sandbox/control/control-error.ts';
import type { LoginOperations } from '#sandbox/control/login-operations.ts';
import type { MiniAppLauncher } from './mini-app-launcher.ts';
import { streamEvents } from './page-events.ts';
import { createPageRoutes, type PageRoute } from './page-routes.ts';
import type { UnknownEvents } from './unknown-events.ts';

export interface PageServerOptions {
  botApi: BotApi;
  launcher: MiniAppLauncher;
  logins: LoginOperations;
  /** Hears what Mini Apps post that the page does not know. */
  unknownEvents: UnknownEvents;
  /** Told what failed inside the sandbox, and at which path; never a person's mistake. */
  onFailure: (path: string, failure: unknown) => void;
  /** Whom one can be on the page, in this order. */
  personIds: readonly string[];
  host: string;
  port: number;
}

const pageFolder = fileURLToPath(new URL('./page/', import.meta.url));

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const pageHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** Starts the page; throws `PortTakenError` where the port is in use. */
export async function createPageServer(
  options: PageServerOptions,
): Promise<{ root: string; close(): Promise<void> }> {
  const routes = createPageRoutes(options);
  const server = createServer((request, response) => {
    void serve(options, routes, request, response).catch((failure: unknown) => {
      options.onFailure(request.url ?? '/', failure);
      response.destroy();
    });
  });
  return listen(server, options.port, options.host);
}

async function serve(
  options: PageServerOptions,
  routes: ReadonlyMap<string, PageRoute>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const host = request.headers.host ?? '';
  if (!URL.canParse(`http://${host}`) || !isLoopbackHost(new URL(`http://${host}`).hostname)) {
    send(response, 421, { code: 'wrong-host' });
    return;
  }
  if (!URL.canParse(request.url ?? '/', `http://${host}`)) {
    send(response, 400, { code: 'bad-request', message: 'The address could not be understood.' });
    return;
  }
  const url = new URL(request.url ?? '/', `http://${host}`);
  if (url.hostname !== options.host && url.pathname === '/') {
    // One name only: the Mini App may be framed by one origin, and `localhost` would be another.
    response.writeHead(307, { location: `http://${options.host}:${url.port || 80}/` });
    response.end();
    return;
  }
  const route = routes.get(`${request.method} ${url.pathname}`);
  if (request.method === 'GET' && url.pathname === '/api/events') {
    streamEvents(options.botApi, url.searchParams.get('person') ?? '', response);
  } else if (route !== undefined) {
    await answerRoute(options, route, request, response, url);
  } else if (url.pathname.startsWith('/files/')) {
    serveFile(options.botApi, response, url.pathname.slice('/files/'.length));
  } else {
    serveStatic(response, url.pathname);
  }
}

async function answerRoute(
  options: PageServerOptions,
  route: PageRoute,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const isForeign = request.method === 'POST' && (request.headers.origin ?? url.origin) !== url.origin;
  if (isForeign) {
    send(response, 403, { code: 'foreign-origin' });
    return;
  }
  try {
    const given = await readGiven(request);
    if (given === null)
      send(response, 400, { code: 'bad-request', message: 'The request could not be understood.' });
    else send(response, 200, (await route({ ...Object.fromEntries(url.searchParams), ...given })) ?? {});
  } catch (error) {
    if (error instanceof PersonError || error instanceof ControlError) {
      send(response, 400, { code: error.code, message: error.message });
      return;
    }
    options.onFailure(url.pathname, error);
    send(response, 500, { code: 'failed', message: 'The sandbox failed; control lists why.' });
  }
}

/** Fields of the body; null: it is too large or no JSON object. */
async function readGiven(request: IncomingMessage): Promise<object | null> {
  try {
    const body = await readBody(request, 1 << 20);
    const parsed: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : null;
  } catch {
    // Whoever sent it has not read what this page asks for.
    return null;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...pageHeaders, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function serveFile(botApi: BotApi, response: ServerResponse, fileId: string): void {
  const path = botApi.context.files.pathOf(fileId);
  const content = path === null ? null : botApi.context.files.read(path);
  if (path === null || content === null) {
    send(response, 404, { code: 'no-such-file' });
    return;
  }
  const isPhoto = path.startsWith('photos/');
  response.writeHead(200, {
    'content-type': isPhoto
      ? path.endsWith('.png')
        ? 'image/png'
        : 'image/jpeg'
      : 'application/octet-stream',
    ...(!isPhoto && { 'content-disposition': 'attachment' }),
    'x-content-type-options': 'nosniff',
  });
  response.end(content);
}

function serveStatic(response: ServerResponse, pathname: string): void {
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  const type = contentTypes[extname(name)];
  if (type === undefined || !/^[a-z0-9-]+\.[a-z]+$/.test(name)) {
    send(response, 404, { code: 'not-found' });
    return;
  }
  try {
    const content = readFileSync(join(pageFolder, name));
    response.writeHead(200, { ...pageHeaders, 'content-type': type });
    response.end(content);
  } catch {
    // No such file in the folder: the name cannot reach any other.
    send(response, 404, { code: 'not-found' });
  }
}
