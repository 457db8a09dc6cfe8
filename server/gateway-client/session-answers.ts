/** What the gateway answers the operator at a terminal about sessions as such: taking one in, giving one out. */
import { z } from 'zod';
import { telegramUserSchema } from './login-answers.ts';

const id = z.string().regex(/^[1-9]\d{0,18}$/);

/** `POST /internal/sessions`: takes in a session that was made elsewhere. It must be used nowhere else from now on. */
export const importSessionSchema = z.strictObject({
  /** Of GramJS or Telethon. */
  session_string: z.string().min(100).max(1_000),
  consent_version: z.string().max(32),
});
export type ImportSession = z.infer<typeof importSessionSchema>;

export const importOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connected'), user: telegramUserSchema }),
  z.object({
    kind: z.literal('refused'),
    code: z.enum([
      'consent-required',
      /** Not a session string of GramJS or Telethon. */
      'unreadable',
      /** Telegram does not take it: it was ended, or never was one. */
      'session-dead',
      /** It is connected here already, or stands in TELEGRAM_SESSION_STRING. */
      'already-connected',
      /** It is being taken in by another request. */
      'flow-busy',
      /** A bot's, or of an account that is frozen. */
      'account-unusable',
      'no-source',
      'telegram-trouble',
    ]),
  }),
]);
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;

/** `POST /internal/accounts/:accountId/session-string`: only of operators' accounts. */
export const printSessionSchema = z.strictObject({ format: z.enum(['gramjs', 'telethon']) });
export type PrintSession = z.infer<typeof printSessionSchema>;

export const printOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session'), session_string: z.string() }),
  z.object({
    kind: z.literal('refused'),
    code: z.enum([
      /** There is no such account, or it belongs to a viewer, or nothing is stored of it. */
      'not-found',
      /** It stands in TELEGRAM_SESSION_STRING, where the operator can read it. */
      'configured',
      /** The key ring that sealed it is not here. */
      'cannot-be-opened',
    ]),
  }),
]);
export type PrintOutcome = z.infer<typeof printOutcomeSchema>;

/** Path parameter of routes about one account. */
export const accountParamsSchema = z.object({ accountId: id });

/** Body of `POST /internal/accounts/:accountId/end`: who asked, for the audit log. */
export const endAccountSchema = z.strictObject({ actor: z.string().max(64).default('gateway') });

/** Answer of it. `logged_out` false: Telegram could not be told. */
export const endOutcomeSchema = z.object({ logged_out: z.boolean() });
