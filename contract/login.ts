/**
 * Connecting an account step by step. Each answer says what the flow waits for next; a flow ends five minutes after its
 * last step. Nothing that was typed is ever repeated in an answer.
 */
import { z } from 'zod';
import { telegramUserInfoSchema } from './account.ts';

/** What a flow's id looks like; any other text cannot be one. */
export const flowIdSchema = z.string().regex(/^[A-Za-z0-9_-]{16,128}$/, 'must be the flow_id of an answer');

const flow = { flow_id: z.string(), expires_at: z.iso.datetime() };

/** Answer of every route under `/telegram/auth`. */
export const loginFlowSchema = z.discriminatedUnion('state', [
  /** Show the picture; ask the status before `token_expires_at`, and the answer holds the next one. */
  z.object({
    state: z.literal('qr-wanted'),
    ...flow,
    /** Base64url, as in the link. */
    token: z.string(),
    link: z.string().startsWith('tg://login?token='),
    /** The link as a QR code: a whole SVG document without colours of its own but black on white. */
    svg: z.string().startsWith('<svg'),
    token_expires_at: z.iso.datetime(),
    /** Why the code cannot be scanned by the phone that shows it, in the asker's language. */
    same_phone_hint: z.string(),
  }),
  z.object({
    state: z.literal('code-wanted'),
    ...flow,
    masked_phone: z.string(),
    sent_by: z.enum(['app', 'sms', 'call', 'email', 'fragment', 'other']),
    code_length: z.int().nullable(),
    tries_left: z.int().min(0),
  }),
  /** The two-step password of the account. */
  z.object({
    state: z.literal('password-wanted'),
    ...flow,
    hint: z.string().nullable(),
    tries_left: z.int().min(0),
  }),
  z.object({
    state: z.literal('connected'),
    flow_id: z.string(),
    user: telegramUserInfoSchema.omit({ seen_at: true }),
  }),
]);
export type LoginFlow = z.infer<typeof loginFlowSchema>;

/** Absent or old: the answer is a problem that carries the text to accept. */
const consent = z.string().max(32).optional();

/** Query of `GET /telegram/auth/qr`: without `flow_id` a flow begins, with it the code is renewed. */
export const qrQuerySchema = z.strictObject({ consent, flow_id: flowIdSchema.optional() });

/** Query of `GET /telegram/auth/qr/status`. */
export const flowQuerySchema = z.strictObject({ flow_id: flowIdSchema });

/** Body of `POST /telegram/auth/phone`. */
export const phoneBodySchema = z.strictObject({
  phone: z
    .string('must be a phone number, like +79991234567')
    .max(40, 'must be a phone number, like +79991234567')
    .transform((text) => text.replace(/[\s().-]/g, ''))
    .pipe(z.string().regex(/^\+?[1-9]\d{6,14}$/, 'must be a phone number, like +79991234567')),
  consent,
});

const code = z
  .string('must be the code from Telegram')
  .regex(/^[0-9A-Za-z-]{1,16}$/, 'must be the code from Telegram');
/** As it was typed: spaces belong to a password. */
const password = z.string('must be the password').min(1, 'must not be empty').max(256, 'is too long');

/** Body of `POST /telegram/auth/verify`. */
export const verifyBodySchema = z
  .strictObject({ flow_id: flowIdSchema, code: code.optional(), password: password.optional() })
  .refine(
    (given) => (given.code === undefined) !== (given.password === undefined),
    'must hold code or password, and not both',
  );

/** Body of `POST /telegram/auth/qr/password`. */
export const qrPasswordBodySchema = z.strictObject({ flow_id: flowIdSchema, password });

/** Body of `POST /telegram/auth/resend` and of `POST /telegram/auth/cancel`. */
export const flowBodySchema = z.strictObject({ flow_id: flowIdSchema });
