import { z } from 'zod';

/** Every answer of the Bot API, whatever the HTTP status, is one of these two. */
export const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error_code: z.int(),
    description: z.string(),
    parameters: z
      .object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() })
      .optional(),
  }),
]);

/** An answer as the Bot API wrote it. */
export type BotApiAnswer = z.infer<typeof answerSchema>;

/** The bot itself. */
export const botUserSchema = z.looseObject({
  id: z.int(),
  is_bot: z.literal(true),
  first_name: z.string(),
  username: z.string(),
});
export type BotUser = z.infer<typeof botUserSchema>;

/** Where updates go, and how it went. */
export const webhookSchema = z.looseObject({
  /** Empty: no webhook is set. */
  url: z.string(),
  pending_update_count: z.int(),
  last_error_date: z.int().optional(),
  last_error_message: z.string().optional(),
  max_connections: z.int().optional(),
  allowed_updates: z.array(z.string()).optional(),
});
export type Webhook = z.infer<typeof webhookSchema>;
