import type { Consent } from '#contract/account.ts';
import type { ProblemCode } from '#contract/problem.ts';

/** What is wrong with one field of a request, and what was expected instead. */
export interface FieldError {
  field: string;
  message: string;
}

/** What a problem says besides its code. */
export interface ProblemDetails {
  errors?: FieldError[];
  /** A stable code of what is behind it. */
  reason?: string;
  /** When asking again makes sense; told by the header `Retry-After`. */
  retryAfterSeconds?: number;
  /** What has to be accepted first. */
  consent?: Consent;
}

/**
 * A request that gets no answer but a problem. The caller's fault, unless the code says that the database, the gateway
 * or Telegram cannot be asked.
 */
export class RequestProblem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(`the request was refused: ${code}`);
    this.name = 'RequestProblem';
    this.code = code;
    this.details = details;
  }
}
