import type { Response } from 'express';
import type { Problem, ProblemCode } from '#contract/problem.ts';
import { RequestProblem } from './request-problem.ts';
import { isUnavailable } from './unavailable.ts';

const kinds: Record<ProblemCode, { status: number; title: string }> = {
  'not-authenticated': { status: 401, title: 'Say who you are' },
  'init-data-invalid': { status: 401, title: 'Telegram did not sign this init data' },
  'init-data-expired': { status: 401, title: 'The init data is older than a day' },
  'session-expired': { status: 401, title: 'The session has ended' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'invalid-request': { status: 400, title: 'The request is not well-formed' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'temporarily-unavailable': { status: 503, title: 'Not available at the moment' },
  internal: { status: 500, title: 'Something broke on our side' },
};

const retryAfterSeconds = 5;

/** Translates anything thrown while answering into a problem: foreign messages never reach the caller. */
export function toRequestProblem(error: unknown): RequestProblem {
  if (error instanceof RequestProblem) return error;
  if (isUnavailable(error)) return new RequestProblem('temporarily-unavailable');
  const status = error instanceof Error && 'status' in error ? error.status : null;
  if (status === 413) return new RequestProblem('payload-too-large');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new RequestProblem('invalid-request');
  return new RequestProblem('internal');
}

/** Answers with RFC 9457 `application/problem+json`: the only place that formats errors. */
export function sendProblem(response: Response, problem: RequestProblem, requestId: string): void {
  const { status, title } = kinds[problem.code];
  const body: Problem = { type: `urn:problem:${problem.code}`, title, status, code: problem.code, requestId };
  if (problem.errors.length > 0) body.errors = problem.errors;
  response.status(status);
  response.set('Cache-Control', 'private, no-store');
  if (status === 401) response.set('WWW-Authenticate', 'Bearer, tma');
  if (status === 503) response.set('Retry-After', String(retryAfterSeconds));
  if (status === 413) response.set('Connection', 'close');
  response.type('application/problem+json').send(JSON.stringify(body));
}
