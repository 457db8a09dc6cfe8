import type { ProblemCode } from '#contract/problem.ts';

/** Besides the server's codes: it was never reached, or did not answer in time. */
export type AppProblemCode = ProblemCode | 'no-connection' | 'too-slow';

/** A question that got no answer; `code` has a sentence in the locale files under `problem-<code>`. */
export class ProblemError extends Error {
  readonly code: AppProblemCode;
  /** Names the request in the server's log; null when the server was not reached. */
  readonly requestId: string | null;

  constructor(code: AppProblemCode, requestId: string | null) {
    super(`no answer: ${code}`);
    this.name = 'ProblemError';
    this.code = code;
    this.requestId = requestId;
  }
}

/** Under which code an error has its sentence. */
export function codeOf(error: unknown): AppProblemCode {
  return error instanceof ProblemError ? error.code : 'internal';
}

/** True where the same question may get an answer in a moment. */
export function isWorthRetrying(error: unknown): boolean {
  return !(error instanceof ProblemError) || passing.has(error.code);
}

/** True where the server says that this viewer may not see what was asked for. */
export function isDenial(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'not-found';
}

const passing: ReadonlySet<AppProblemCode> = new Set([
  'no-connection',
  'too-slow',
  'temporarily-unavailable',
  'internal',
]);
