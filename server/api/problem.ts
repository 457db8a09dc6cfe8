import type { Response } from 'express';
import type { Problem } from '#contract/problem.ts';
import { problemKinds } from './problem-kinds.ts';
import { RequestProblem } from './request-problem.ts';
import { isUnavailable } from './unavailable.ts';

const usualRetrySeconds = 5;

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
export function sendProblem(response: Response, { code, details }: RequestProblem, requestId: string): void {
  const { status, title } = problemKinds[code];
  const { errors = [], reason, consent } = details;
  const body: Problem = {
    ...{ type: `urn:problem:${code}`, title, status, code, requestId },
    ...(reason === undefined ? {} : { reason }),
    ...(consent === undefined ? {} : { consent }),
    ...(errors.length === 0 ? {} : { errors }),
  };
  const retryAfterSeconds = details.retryAfterSeconds ?? (status === 503 ? usualRetrySeconds : null);
  response.status(status);
  response.set('Cache-Control', 'private, no-store');
  if (status === 401) response.set('WWW-Authenticate', 'Bearer, tma');
  if (retryAfterSeconds !== null) response.set('Retry-After', String(Math.ceil(retryAfterSeconds)));
  if (status === 413) response.set('Connection', 'close');
  response.type('application/problem+json').send(JSON.stringify(body));
}
