import { Router } from 'express';
import {
  type BeginLogin,
  beginLoginSchema,
  type LoginState,
  type LoginStep,
  loginStateSchema,
  loginStepSchema,
} from '#server/gateway-client/login-answers.ts';
import {
  accountParamsSchema,
  endAccountSchema,
  endOutcomeSchema,
  type ImportOutcome,
  type ImportSession,
  importOutcomeSchema,
  importSessionSchema,
  type PrintOutcome,
  type PrintSession,
  printOutcomeSchema,
  printSessionSchema,
} from '#server/gateway-client/session-answers.ts';
import type { EndOutcome } from '../logins/end-account.ts';
import { parse } from './parse.ts';
import { GatewayProblem } from './problem.ts';

/** Accounts that come and go, as the gateway's HTTP interface needs it. */
export interface LoginDesk {
  begin(begin: BeginLogin): Promise<LoginState>;
  step(flowId: string, step: LoginStep): Promise<LoginState>;
  end(accountId: string, actor: string): Promise<EndOutcome>;
  importSession(given: ImportSession): Promise<ImportOutcome>;
  printSession(accountId: string, given: PrintSession): Promise<PrintOutcome>;
}

/**
 * Connecting accounts and ending them. What a person can do about is an answer (`refused` with a code), never a problem;
 * the process that asks has found out who is asking.
 */
export function createLoginRoutes(desk: LoginDesk): Router {
  const router = Router();

  router.post('/logins', async (request, response) => {
    const begin = parse(beginLoginSchema, request.body);
    if ((begin.method === 'phone') !== (begin.phone !== undefined)) {
      throw new GatewayProblem('invalid-request', {
        errors: [{ field: 'phone', message: 'belongs to the method phone, which needs it' }],
      });
    }
    response.json(loginStateSchema.parse(await desk.begin(begin)));
  });

  router.post('/logins/:flowId', async (request, response) => {
    const step = parse(loginStepSchema, request.body);
    requireSecret(step, 'code');
    requireSecret(step, 'password');
    response.json(loginStateSchema.parse(await desk.step(request.params.flowId, step)));
  });

  router.post('/accounts/:accountId/end', async (request, response) => {
    const { accountId } = parse(accountParamsSchema, request.params);
    const { actor } = parse(endAccountSchema, request.body ?? {});
    const outcome = await desk.end(accountId, actor);
    if (outcome.kind === 'not-found') throw new GatewayProblem('not-found');
    if (outcome.kind === 'configured') throw new GatewayProblem('account-configured');
    if (outcome.kind === 'held-elsewhere')
      throw new GatewayProblem('no-session', { reason: 'held-elsewhere' });
    response.json(endOutcomeSchema.parse({ logged_out: outcome.isLoggedOut }));
  });

  router.post('/accounts/:accountId/session-string', async (request, response) => {
    const { accountId } = parse(accountParamsSchema, request.params);
    const given = parse(printSessionSchema, request.body);
    response.json(printOutcomeSchema.parse(await desk.printSession(accountId, given)));
  });

  router.post('/sessions', async (request, response) => {
    const given = parse(importSessionSchema, request.body);
    response.json(importOutcomeSchema.parse(await desk.importSession(given)));
  });
  return router;
}

/** A code or a password stands exactly where its step is taken. */
function requireSecret(step: LoginStep, name: 'code' | 'password'): void {
  const given = step[name] ?? '';
  // Blanks are part of a password and never of a code.
  const isGiven = (name === 'code' ? given.trim() : given) !== '';
  if ((step.step === name) === isGiven) return;
  throw new GatewayProblem('invalid-request', {
    errors: [{ field: name, message: `belongs to the step ${name}, which needs it` }],
  });
}
