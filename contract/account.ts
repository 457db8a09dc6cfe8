/**
 * A viewer's own Telegram account at this service: how it is connected, how it is, and what its owner allows. Names and
 * the snake case of `/telegram/…` are the older system's.
 */
import { z } from 'zod';

/**
 * Names the text that is accepted before an account is connected (`account-consent` of locales/). It is stored with the
 * account, so it changes with the text: its end is a digest of both languages, and a test compares them.
 */
export const consentVersion = '1-0f94c0b5';

/** What is accepted, in the language of whoever asks. */
export const consentSchema = z.object({ version: z.string(), text: z.string() });
export type Consent = z.infer<typeof consentSchema>;

const accountId = z.string().regex(/^\d+$/);

/** `active`: in use; `dead`: Telegram ended it; `frozen`: by Telegram; `ended`: by its owner. */
export const accountStateSchema = z.enum(['active', 'dead', 'frozen', 'ended']);
export type AccountState = z.infer<typeof accountStateSchema>;

/** Answer of `GET /telegram/session/status`. */
export const sessionStatusSchema = z.object({
  /** False: nothing is connected, and every other field about an account is null. */
  has_session: z.boolean(),
  connected: z.boolean(),
  /** Stable code of why it is not connected; null: it is, or there is no account. */
  reason: z.string().nullable(),
  account_id: accountId.nullable(),
  state: accountStateSchema.nullable(),
  /** How this viewer may connect one. */
  login_methods: z.array(z.enum(['qr', 'phone'])),
  consent: consentSchema,
});
export type SessionStatus = z.infer<typeof sessionStatusSchema>;

/** Answer of `GET /telegram/user/info`: who the account is, as Telegram said when it was last asked. */
export const telegramUserInfoSchema = z.object({
  account_id: accountId,
  telegram_user_id: z.string().regex(/^\d+$/),
  first_name: z.string(),
  last_name: z.string().nullable(),
  /** Without @. */
  username: z.string().nullable(),
  /** `+7•••••••12`: never the whole number. */
  masked_phone: z.string().nullable(),
  is_premium: z.boolean(),
  is_bot: z.boolean(),
  seen_at: z.iso.datetime(),
});
export type TelegramUserInfo = z.infer<typeof telegramUserInfoSchema>;

/** Answer of `GET /telegram/session/info` and of `PUT /telegram/session/settings`. */
export const sessionInfoSchema = z.object({
  account_id: accountId,
  /** null: nobody has asked Telegram yet. */
  user: telegramUserInfoSchema.nullable(),
  state: accountStateSchema,
  connected: z.boolean(),
  reason: z.string().nullable(),
  since: z.iso.datetime(),
  /** Whether public channels that others track may be read through it. */
  shares_public: z.boolean(),
  /** Whether its private talks are listed to its owner. */
  shows_private_chats: z.boolean(),
  consent_version: z.string().nullable(),
});
export type SessionInfo = z.infer<typeof sessionInfoSchema>;

/** Body of `PUT /telegram/session/settings`; what is absent stays. */
export const sessionSettingsSchema = z
  .strictObject({ shares_public: z.boolean().optional(), shows_private_chats: z.boolean().optional() })
  .refine((given) => Object.keys(given).length > 0, 'must hold shares_public or shows_private_chats');

/** Answer of `POST /telegram/session/reset`. */
export const sessionResetSchema = z.object({
  ended: z.literal(true),
  account_id: accountId,
  /** False: Telegram could not be told; the session still stands under Settings → Devices and is ended there. */
  logged_out: z.boolean(),
});
export type SessionReset = z.infer<typeof sessionResetSchema>;

/** One login of the account: a device of its owner, or this service. */
export const telegramSessionSchema = z.object({
  is_current: z.boolean(),
  is_unconfirmed: z.boolean(),
  device_model: z.string(),
  platform: z.string(),
  system_version: z.string(),
  app_name: z.string(),
  app_version: z.string(),
  created_at: z.iso.datetime(),
  active_at: z.iso.datetime(),
  country: z.string(),
});

/** Answer of `GET /telegram/sessions`, this service's own login first. */
export const telegramSessionsSchema = z.object({ sessions: z.array(telegramSessionSchema) });
export type TelegramSessions = z.infer<typeof telegramSessionsSchema>;

/** Answer of `POST /telegram/sessions/terminate-others`. */
export const sessionsTerminatedSchema = z.object({ terminated: z.int().min(0) });
export type SessionsTerminated = z.infer<typeof sessionsTerminatedSchema>;
