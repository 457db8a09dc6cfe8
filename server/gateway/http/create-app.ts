import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { z } from 'zod';
import type { ResolveOutcome } from '#server/gateway-client/gateway-answers.ts';
import type { Log } from '#server/log.ts';
import { equalSecrets } from '#server/secrets.ts';
import { createAccountRoutes } from './account-routes.ts';
import type { HeldAccounts } from './account-source.ts';
import { createChatRoutes } from './chat-routes.ts';
import { createLeaseRoutes } from './lease-routes.ts';
import { createLoginRoutes, type LoginDesk } from './login-routes.ts';
import { GatewayProblem, sendProblem } from './problem.ts';
import { createStatsRoutes, type StatsRoutesDependencies } from './stats-routes.ts';

/**
 * The gateway's HTTP interface: loopback, for our own processes and the operator. Everything needs the common token, the
 * figures alone also open to the one for other programs; without one, even what exists is not told.
 */
export interface AppDependencies extends StatsRoutesDependencies {
  token: string;
  /** Opens `/api/v1/stats` and nothing else; null or absent: there is none. */
  statsToken?: string | null;
  /** `viewerId`: who asks; their own account may be used where there is no other. */
  resolve(name: string, viewerId?: string | null): Promise<ResolveOutcome>;
  /** Whether sockets of leases may be open that were taken under this name; null: the name is not this gateway's. */
  hasSockets?(owner: string): boolean | null;
  /** The accounts that are held here. */
  accounts?: HeldAccounts;
  /** Where accounts are connected and ended. */
  logins?: LoginDesk;
}

const resolveBodySchema = z.strictObject({
  name: z.string().min(1).max(64),
  viewerId: z.string().regex(/^\d+$/).optional(),
});

/** Creates the Express application; it listens nowhere by itself. */
export function createApp(dependencies: AppDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requireToken(dependencies.token, dependencies.statsToken ?? null));
  app.use(express.json({ limit: '4kb', strict: true }));
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'private, no-store');
    next();
  });

  app.post('/internal/resolve', async (request, response) => {
    const body = resolveBodySchema.safeParse(request.body);
    if (!body.success) throw new GatewayProblem('invalid-request');
    response.json(await dependencies.resolve(body.data.name, body.data.viewerId ?? null));
  });
  const { accounts, logins, database, now, hasSockets } = dependencies;
  if (logins !== undefined) app.use('/internal', createLoginRoutes(logins));
  if (hasSockets !== undefined) app.use('/internal/leases', createLeaseRoutes(hasSockets));
  if (accounts !== undefined) {
    app.use('/internal/accounts', createAccountRoutes({ accounts, database, log: dependencies.log, now }));
    app.use('/internal/accounts', createChatRoutes({ database, accounts, now }));
  }
  app.use('/api/v1/stats', createStatsRoutes(dependencies));

  app.use(() => {
    throw new GatewayProblem('not-found');
  });
  app.use(handleError(dependencies.log));
  return app;
}

function requireToken(token: string, statsToken: string | null): RequestHandler {
  return (request, _response, next) => {
    const given = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1] ?? '';
    const isStats = statsToken !== null && request.path.startsWith('/api/v1/stats/');
    if (!equalSecrets(given, token) && !(isStats && equalSecrets(given, statsToken))) {
      throw new GatewayProblem('not-authenticated');
    }
    next();
  };
}

function handleError(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const problem = toProblem(error);
    const isOurs = problem.code === 'internal' || problem.code === 'temporarily-unavailable';
    if (isOurs) log.error({ err: problem.cause ?? error }, 'a request failed');
    sendProblem(response, problem);
  };
}

/** Express names what is wrong with a body or an address by a status. */
function toProblem(error: unknown): GatewayProblem {
  if (error instanceof GatewayProblem) return error;
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return new GatewayProblem('payload-too-large');
  const isRequest = typeof status === 'number' && status >= 400 && status < 500;
  return new GatewayProblem(isRequest ? 'invalid-request' : 'internal', {}, error);
}
