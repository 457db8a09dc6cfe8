import type { Problem, ProblemCode } from '#contract/problem.ts';
import { ProblemError } from './problem-error.ts';

/** What of `fetch` is used, so that tests can answer in its place. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'DELETE';
  authorization?: string;
  signal?: AbortSignal | undefined;
}

/** `AbortSignal.any` would be shorter, but the web views of older systems lack it. */
const deadlineMs = 8_000;

/**
 * Asks the API and gives its JSON. Everything that is no answer becomes a {@link ProblemError}, except that an aborted
 * `signal` rejects with its own reason.
 */
export async function requestJson(fetch: Fetch, address: string, options: RequestOptions): Promise<unknown> {
  const stop = new AbortController();
  const abort = (): void => stop.abort(options.signal?.reason);
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    stop.abort();
  }, deadlineMs);
  options.signal?.addEventListener('abort', abort);
  if (options.signal?.aborted === true) abort();
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.authorization !== undefined) headers.authorization = options.authorization;
  try {
    const response = await fetch(address, { method: options.method ?? 'GET', headers, signal: stop.signal });
    if (response.ok) return response.status === 204 ? null : await response.json();
    throw await readProblem(response);
  } catch (error) {
    if (error instanceof ProblemError || options.signal?.aborted === true) throw error;
    throw new ProblemError(isLate ? 'too-slow' : 'no-connection', null);
  } finally {
    clearTimeout(deadline);
    options.signal?.removeEventListener('abort', abort);
  }
}

/** A front that answers in place of the API (502, a page of its own) is told by the type of its answer. */
async function readProblem(response: Response): Promise<ProblemError> {
  if (response.headers.get('content-type')?.startsWith('application/problem+json') === true) {
    const problem: Problem = await response.json();
    return new ProblemError(problem.code satisfies ProblemCode, problem.requestId);
  }
  return new ProblemError('temporarily-unavailable', null);
}
