/**
 * The REST interface of the Mini App. A request passes: headers and limits (here), the route table (`routes/table.ts`),
 * the question who asks (`viewer.ts`) and what they may see (`server/access`), a report or an action, and JSON; whatever
 * goes wrong on the way becomes a problem (`problem.ts`). The front strips `/api`, so paths here have no prefix.
 */
import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import type { ApiContext } from './context.ts';
import { isKnownEtag } from './etag.ts';
import { sendProblem, toRequestProblem } from './problem.ts';
import { RequestProblem } from './request-problem.ts';
import type { Answer, Route } from './routes/route.ts';

const maxBody = '16kb';
/** Callers choose the method's name: only these become labels of a metric. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PUT', 'PATCH']);
const verbs = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const;

/** Creates the application for the given routes; it listens nowhere yet. */
export function createApp(context: ApiContext, allRoutes: readonly Route[]): Express {
  const routes = allRoutes.filter(({ isThere }) => isThere?.(context) !== false);
  const app = express();
  app.set('trust proxy', 'loopback');
  app.set('query parser', 'simple');
  app.set('strict routing', true);
  app.set('case sensitive routing', true);
  app.set('etag', false);
  app.disable('x-powered-by');
  app.use(logRequest(context));
  app.use(securityHeaders());
  app.use(express.json({ limit: maxBody, type: () => true }));
  // Express takes HEAD for GET: where that moves something, it has to be refused before.
  for (const { path, hasEffect } of routes) if (hasEffect) app.head(path, refuseMethod(['GET']));
  for (const route of routes) app[verbs[route.method]](route.path, answerWith(context, route));
  for (const [path, methods] of methodsByPath(routes)) app.all(path, refuseMethod(methods));
  app.use(() => {
    throw new RequestProblem('not-found');
  });
  app.use(answerProblem(context));
  return app;
}

/** No X-Frame-Options: it would keep the Mini App out of Telegram Web wherever a front passes it on. */
function securityHeaders(): RequestHandler {
  return helmet({
    xFrameOptions: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

function answerWith(context: ApiContext, route: Route): RequestHandler {
  return async (request, response) => {
    response.locals.route = route.path;
    const answer = await route.answer(context, {
      params: textParams(request.params),
      query: request.query,
      body: request.body,
      authorization: request.get('authorization') ?? null,
      address: request.ip ?? null,
    });
    sendAnswer(response, answer, request.get('if-none-match') ?? null);
  };
}

/** Private answers are kept by nobody on the way; whoever polls keeps the tag of the last one by itself. */
function sendAnswer(response: Response, answer: Answer, ifNoneMatch: string | null): void {
  const { status, body, publicForSeconds, etag } = answer;
  const cache = publicForSeconds === undefined ? 'private, no-store' : `public, max-age=${publicForSeconds}`;
  response.status(status).set('Cache-Control', cache);
  if (etag !== undefined) response.set('ETag', etag);
  if (etag !== undefined && isKnownEtag(ifNoneMatch, etag)) response.status(304).end();
  else if (body === undefined) response.end();
  else response.json(body);
}

function refuseMethod(methods: string[]): RequestHandler {
  return (_request, response) => {
    response.set('Allow', methods.join(', '));
    throw new RequestProblem('method-not-allowed');
  };
}

/** Express tells error handlers by their four parameters. */
function answerProblem({ log }: ApiContext): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const problem = toRequestProblem(error);
    const requestId = requestIdOf(response);
    if (problem.code === 'internal') log.error({ err: error, requestId }, 'a request broke');
    if (problem.code === 'temporarily-unavailable') log.warn({ err: error, requestId }, 'no database');
    response.locals.problem = problem.code;
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem, requestId);
  };
}

function logRequest({ log, measureRequest }: ApiContext): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    response.locals.requestId = requestId;
    response.set('X-Request-Id', requestId);
    response.on('finish', () => {
      const { route = 'none', problem } = response.locals;
      const durationMs = performance.now() - startedAt;
      const { method } = request;
      const status = response.statusCode;
      measureRequest(String(route), knownMethods.has(method) ? method : 'other', status, durationMs / 1_000);
      log.info({ requestId, method, route, status, problem, durationMs: Math.round(durationMs) }, 'request');
    });
    next();
  };
}

function requestIdOf(response: Response): string {
  return String(response.locals.requestId);
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method, hasEffect } of routes) {
    const more = method === 'GET' && !hasEffect ? ['GET', 'HEAD'] : [method];
    methods.set(path, [...(methods.get(path) ?? []), ...more]);
  }
  return methods;
}

/** Only wildcards give lists of texts, and no route has one. */
function textParams(params: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
