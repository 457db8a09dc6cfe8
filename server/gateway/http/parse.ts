import type { z } from 'zod';
import { GatewayProblem } from './problem.ts';

/** What was given, checked; names of foreign fields are not repeated beyond a sane length. */
export function parse<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? { field: issue.keys.map((key) => key.slice(0, 64)).join(', '), message: 'is not known here' }
      : { field: issue.path.join('.'), message: issue.message },
  );
  throw new GatewayProblem('invalid-request', { errors });
}
