import { z } from 'zod';

/** Stable codes of problems; the Mini App has a sentence for each under `problem-<code>`. */
export const problemCodeSchema = z.enum([
  'not-authenticated',
  'init-data-invalid',
  'init-data-expired',
  'session-expired',
  'not-found',
  'invalid-request',
  'method-not-allowed',
  'payload-too-large',
  'temporarily-unavailable',
  'internal',
]);
export type ProblemCode = z.infer<typeof problemCodeSchema>;

/** RFC 9457 `application/problem+json`. `errors` names the fields of a request that are wrong and what was expected. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: problemCodeSchema,
  requestId: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
