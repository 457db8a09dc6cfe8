import { z } from 'zod';
import { consentSchema } from './account.ts';

/** Stable codes of problems; the Mini App has a sentence for each under `problem-<code>`. */
export const problemCodeSchema = z.enum([
  'not-authenticated',
  'init-data-invalid',
  'init-data-expired',
  'session-expired',
  'not-found',
  'not-allowed',
  'invalid-request',
  'method-not-allowed',
  'payload-too-large',
  'temporarily-unavailable',
  'internal',
  // Connecting an account.
  'consent-required',
  'phone-invalid',
  'phone-banned',
  'code-wrong',
  'code-expired',
  'password-wrong',
  'sign-up-required',
  'account-unusable',
  'flow-not-found',
  'flow-expired',
  'out-of-order',
  'flow-busy',
  'tries-used-up',
  'too-many-attempts',
  // A connected account.
  'no-account',
  'account-unavailable',
  'account-lost',
  'account-frozen',
  'account-configured',
  'chat-not-found',
  'sessions-protected',
  // Telegram itself.
  'flood-wait',
  'no-source',
  'telegram-trouble',
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
  /** A stable code of what is behind it: Telegram's own word (`FRESH_RESET_AUTHORISATION_FORBIDDEN`) or one of ours. */
  reason: z.string().optional(),
  /** Of `consent-required`: what has to be accepted first, in the asker's language. */
  consent: consentSchema.optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
