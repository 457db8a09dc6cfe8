/**
 * Connecting an account: what the gateway, which alone speaks MTProto, answers about a login flow and about the accounts
 * of a viewer. A flow is one login on its way; each step is one request, and its state outlives both processes.
 */
import { z } from 'zod';

export const telegramUserSchema = z.object({
  account_id: z.string().regex(/^\d+$/),
  telegram_user_id: z.string().regex(/^\d+$/),
  first_name: z.string(),
  last_name: z.string().nullable(),
  /** Without @. */
  username: z.string().nullable(),
  /** `+7•••••••12`: never the whole number. */
  masked_phone: z.string().nullable(),
  is_premium: z.boolean(),
  is_bot: z.boolean(),
});
export type TelegramUser = z.infer<typeof telegramUserSchema>;

/** Why a step was refused, as a stable code. Nothing of what was typed is repeated. */
export const loginRefusalSchema = z.enum([
  'consent-required',
  'phone-login-off',
  'phone-invalid',
  'phone-banned',
  'code-wrong',
  'code-expired',
  'password-wrong',
  'sign-up-required',
  'account-unusable',
  /** Not there, of somebody else, or over: nobody can tell these apart. */
  'flow-not-found',
  'flow-expired',
  /** The step is not the one the flow waits for. */
  'out-of-order',
  /** Another step of the same flow is under way. */
  'flow-busy',
  /** All tries of this code or password were wrong: another code can be sent, for a password the login begins again. */
  'tries-used-up',
  /** Our own limit of flows or codes. */
  'too-many-attempts',
  /** Telegram's limit. */
  'flood-wait',
  'no-source',
  'telegram-trouble',
]);
export type LoginRefusal = z.infer<typeof loginRefusalSchema>;

const flow = { flow_id: z.string().min(16), expires_at: z.iso.datetime() };

/** What a flow waits for, or how it ended. */
export const loginStateSchema = z.discriminatedUnion('kind', [
  /** Show `link` as a QR code; ask again before `token_expires_at` for the next one. */
  z.object({
    kind: z.literal('qr-wanted'),
    ...flow,
    /** Base64url, as in the link. */
    token: z.string(),
    link: z.string().startsWith('tg://login?token='),
    token_expires_at: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('code-wanted'),
    ...flow,
    masked_phone: z.string(),
    /** Where Telegram sent it. */
    sent_by: z.enum(['app', 'sms', 'call', 'email', 'fragment', 'other']),
    code_length: z.int().nullable(),
    tries_left: z.int().min(0),
  }),
  z.object({
    kind: z.literal('password-wanted'),
    ...flow,
    hint: z.string().nullable(),
    tries_left: z.int().min(0),
  }),
  z.object({ kind: z.literal('connected'), flow_id: flow.flow_id, user: telegramUserSchema }),
  z.object({
    kind: z.literal('refused'),
    code: loginRefusalSchema,
    /** Seconds until trying again makes sense; null: it does not say, or never. */
    retry_after: z.int().positive().nullable(),
  }),
]);
export type LoginState = z.infer<typeof loginStateSchema>;

/** `POST /internal/logins`: begins a flow. `viewer_id` null: the operator, in a terminal. */
export const beginLoginSchema = z.strictObject({
  viewer_id: z.string().regex(/^\d+$/).nullable(),
  method: z.enum(['qr', 'phone']),
  phone: z.string().max(40).optional(),
  /** Which consent text was accepted; see `consentVersion` of contract/account.ts. */
  consent_version: z.string().max(32),
  ip: z.string().max(64).nullable(),
});
export type BeginLogin = z.infer<typeof beginLoginSchema>;

/** `POST /internal/logins/:flowId`: takes the flow one step further. `look` renews a QR code or only tells the state. */
export const loginStepSchema = z.strictObject({
  viewer_id: z.string().regex(/^\d+$/).nullable(),
  step: z.enum(['look', 'code', 'password', 'resend', 'cancel']),
  code: z.string().max(16).optional(),
  password: z.string().max(256).optional(),
  ip: z.string().max(64).nullable(),
});
export type LoginStep = z.infer<typeof loginStepSchema>;
