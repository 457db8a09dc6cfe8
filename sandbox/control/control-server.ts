import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { BotApiError } from '#sandbox/bot-api/api-error.ts';
import { readBody } from '#sandbox/bot-api/http-body.ts';
import { listen } from '#sandbox/bot-api/listen.ts';
import { isLoopbackHost } from '#sandbox/bot-api/loopback.ts';
import { PersonError } from '#sandbox/bot-api/person-error.ts';
import { WorldError } from '#sandbox/world/world-error.ts';
import { answeredMethods } from './answered-methods.ts';
import { ControlError } from './control-error.ts';
import { operationNames, type SandboxControl } from './operations.ts';

const maxBodyBytes = 1024 * 1024;

/** What a request that cannot be read is told. */
class UnreadableError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves every operation as `POST /<operation>`, their names as `GET /`, and what clients may call as `GET /methods`. Failures of the sandbox itself are answered with
 * 500 and told to `onFailure`.
 */
export async function createControlServer(
  control: SandboxControl,
  host: string,
  port: number,
  onFailure: (operation: string, failure: unknown) => void,
): Promise<{ root: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void serve(control, request, response, onFailure).catch((failure: unknown) => {
      onFailure(request.url ?? '/', failure);
      response.destroy();
    });
  });
  return listen(server, port, host);
}

async function serve(
  control: SandboxControl,
  request: IncomingMessage,
  response: ServerResponse,
  onFailure: (operation: string, failure: unknown) => void,
): Promise<void> {
  const host = request.headers.host ?? '';
  const isLocal = URL.canParse(`http://${host}`) && isLoopbackHost(new URL(`http://${host}`).hostname);
  // Browsers send an origin with what pages ask for; no page has any business here.
  if (!isLocal || request.headers.origin !== undefined) {
    send(response, 403, {
      code: 'not-allowed',
      message: 'Control answers programs on this machine, not web pages.',
    });
    return;
  }
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (request.method === 'GET' && path === '/') {
    send(response, 200, { operations: operationNames });
    return;
  }
  if (request.method === 'GET' && path === '/methods') {
    send(response, 200, answeredMethods());
    return;
  }
  const name = operationNames.find((operation) => `/${operation}` === path);
  if (name === undefined || request.method !== 'POST') {
    send(response, 404, {
      code: 'no-such-operation',
      message: `There is no operation ${request.method} ${path}.`,
    });
    return;
  }
  try {
    const operation: (given: never) => Promise<unknown> = control[name];
    send(response, 200, await operation((await readGiven(request)) as never));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UnreadableError) {
      // The rest of what was sent is not read, so the connection cannot be used again.
      if (error.status === 413) response.setHeader('connection', 'close');
      send(response, error.status, { code: 'bad-request', message });
    } else if (error instanceof ControlError || error instanceof PersonError || error instanceof WorldError) {
      send(response, 400, { code: error.code, message });
    } else {
      onFailure(name, error);
      send(response, 500, { code: 'failed', message });
    }
  }
}

/** The fields of a call; none for an empty body. The operation itself looks at what they are. */
async function readGiven(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, maxBodyBytes).catch((failure: unknown) => {
    if (failure instanceof BotApiError) throw new UnreadableError(413, 'A call has at most one megabyte.');
    throw failure;
  });
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new UnreadableError(400, 'The body is no JSON.');
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
