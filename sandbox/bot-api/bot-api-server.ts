import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { takeBotApiFault } from '#sandbox/faults/fault-http.ts';
import type { FaultEffect } from '#sandbox/faults/fault-rule.ts';
import type { Faults } from '#sandbox/faults/faults.ts';
import { BotApiError, tooManyRequests } from './api-error.ts';
import type { BotApiCall, CallLog } from './call-log.ts';
import type { BotApiContext, DescribedResult } from './context.ts';
import { decodeParameters, readBody } from './http-body.ts';
import { listen } from './listen.ts';
import { botApiMethods } from './methods/registry.ts';

export interface BotApiServerDeps {
  context: BotApiContext;
  token: string;
  calls: CallLog<BotApiCall>;
  /** Gets the names of methods that were asked for and do not exist here. */
  unknownMethods: Set<string>;
  faults: Faults;
  /** Told what failed inside the sandbox, and in which method. */
  onFailure: (method: string | null, failure: unknown) => void;
  host: string;
  port: number;
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
  /** The body as it is sent. */
  text: string;
}

/** Serves `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export async function createBotApiServer(
  deps: BotApiServerDeps,
): Promise<{ root: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void serve(deps, request, response).catch((failure: unknown) => {
      deps.onFailure(null, failure);
      response.destroy();
    });
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  return listen(server, deps.port, deps.host);
}

async function serve(
  deps: BotApiServerDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname);
  if (file !== null) return serveFile(deps, response, file[1] ?? '', file[2] ?? '');
  const path = /^\/bot([^/]+)\/(?:test\/)?([^/]+)\/?$/.exec(url.pathname);
  if (path === null) return send(response, refusal(new BotApiError(404, 'Not Found')));
  if (decodeURIComponent(path[1] ?? '') !== deps.token) {
    request.resume();
    return send(response, refusal(unknownToken(path[1] ?? '')));
  }
  await answerCall(deps, request, response, url, path[2] ?? '');
}

function unknownToken(token: string): BotApiError {
  const isWellFormed = /^[1-9]\d{0,19}(:|%3A)[\w-]{1,60}$/i.test(token);
  return new BotApiError(401, isWellFormed ? 'Unauthorized' : 'Unauthorized: invalid token specified');
}

async function answerCall(
  deps: BotApiServerDeps,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  asked: string,
): Promise<void> {
  const { context, calls, faults } = deps;
  const at = context.now();
  const begun = performance.now();
  const method = botApiMethods.get(asked.toLowerCase());
  const name = method?.name ?? asked;
  let logged: Record<string, string> = {};
  const fault: { effect: FaultEffect | null } = { effect: null };
  const answer = await run();
  calls.add({
    at,
    method: name,
    parameters: logged,
    status: isCut(fault.effect) || fault.effect?.kind === 'silent' ? 0 : answer.status,
    description: typeof answer.body.description === 'string' ? answer.body.description : null,
    result: answer.body.result ?? null,
    tookMs: performance.now() - begun,
  });
  if (isCut(fault.effect)) request.socket.destroy();
  else if (fault.effect?.kind !== 'silent') send(response, answer);

  async function run(): Promise<Answer> {
    try {
      const body = await readBody(request);
      const parameters = decodeParameters(url.searchParams, request.headers['content-type'] ?? '', body);
      logged = parameters.all();
      fault.effect = await takeBotApiFault(faults, name, logged.chat_id ?? logged.user_id ?? null);
      refuse(fault.effect);
      if (method === undefined) {
        deps.unknownMethods.add(asked);
        throw new BotApiError(404, 'Not Found: method not found');
      }
      return accepted(await method.run(parameters, context));
    } catch (error) {
      if (error instanceof BotApiError) return refusal(error);
      deps.onFailure(name, error);
      return refusal(new BotApiError(500, 'Internal Server Error'));
    }
  }
}

/** The caller sees its connection end instead of an answer. */
function isCut(effect: FaultEffect | null): boolean {
  return effect?.kind === 'reset' || effect?.kind === 'lost-answer';
}

/** Throws for every effect that keeps the method from being carried out. */
function refuse(effect: FaultEffect | null): void {
  if (effect === null || effect.kind === 'lost-answer') return;
  if (effect.kind === 'flood-wait') throw tooManyRequests(effect.seconds);
  if (effect.kind !== 'error') throw new BotApiError(500, `fault: ${effect.kind}`);
  const parameters = effect.retryAfter === undefined ? null : { retry_after: effect.retryAfter };
  throw new BotApiError(effect.code, effect.description, parameters);
}

function accepted(result: unknown): Answer {
  const described = result as Partial<DescribedResult> | null;
  if (described !== null && typeof described === 'object' && described.kind === 'described-result') {
    return writeAnswer(200, { ok: true, result: described.result, description: described.description });
  }
  return writeAnswer(200, { ok: true, result });
}

/** Written while a failure can still be told, before the call is logged. */
function writeAnswer(status: number, body: Record<string, unknown>): Answer {
  return { status, body, text: JSON.stringify(body) };
}

function refusal(error: BotApiError): Answer {
  const body = { ok: false, error_code: error.code, description: error.message };
  const { parameters } = error;
  return writeAnswer(error.code, parameters === null ? body : { ...body, parameters });
}

function send(response: ServerResponse, answer: Answer): void {
  const { text } = answer;
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(answer.status === 429 && {
      'retry-after': String(
        (answer.body.parameters as { retry_after?: number } | undefined)?.retry_after ?? 1,
      ),
    }),
  });
  response.end(text);
}

function serveFile(deps: BotApiServerDeps, response: ServerResponse, token: string, path: string): void {
  const content = decodeURIComponent(token) === deps.token ? deps.context.files.read(path) : null;
  if (content === null) {
    send(response, refusal(new BotApiError(404, 'Not Found')));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': content.length });
  response.end(content);
}
