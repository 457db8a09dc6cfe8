import type { ProblemCode } from '#contract/problem.ts';

/** What is wrong with one field of a request, and what was expected instead. */
export interface FieldError {
  field: string;
  message: string;
}

/** A request that gets no answer but a problem. The caller's fault, unless `code` is `temporarily-unavailable`. */
export class RequestProblem extends Error {
  readonly code: ProblemCode;
  readonly errors: FieldError[];

  constructor(code: ProblemCode, errors: FieldError[] = []) {
    super(`the request was refused: ${code}`);
    this.name = 'RequestProblem';
    this.code = code;
    this.errors = errors;
  }
}
