/**
 * How the other processes reach MTProto: they ask the gateway that holds the session, over HTTP on loopback. This file
 * holds what it answers; the gateway checks its own answers against it, so both sides read one description.
 */
import { z } from 'zod';
import { channelIdSchema } from '#contract/channel-id.ts';

/** What a name turned out to be. Only a broadcast channel is stored. */
export const resolveOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('channel'),
    channelId: channelIdSchema,
    title: z.string(),
    username: z.string().nullable(),
  }),
  z.object({ kind: z.literal('not-found') }),
  z.object({ kind: z.literal('not-a-channel'), what: z.enum(['user', 'bot', 'group']) }),
  z.object({ kind: z.literal('private') }),
  /** Telegram, or our own budget, asks for patience. */
  z.object({ kind: z.literal('wait'), until: z.iso.datetime() }),
  /** No MTProto session can be used now: switched off, not configured, ended, or not reachable. */
  z.object({ kind: z.literal('no-source') }),
]);
export type ResolveOutcome = z.infer<typeof resolveOutcomeSchema>;

/** `GET /api/v1/stats/status`, in the words of the older system. */
export const gatewayStatusSchema = z.object({
  enabled: z.boolean(),
  available: z.boolean(),
  connected: z.boolean(),
  has_api_id: z.boolean(),
  has_api_hash: z.boolean(),
  has_session: z.boolean(),
  /** Why it is not connected, as a stable code; null: it is. */
  reason: z.string().nullable(),
  /** Each session of an operator's and the bot's, wherever it is held, with a reason of its own. */
  sessions: z.array(
    z.object({
      kind: z.enum(['operator', 'bot']),
      /** null: nobody knows yet which account it is. */
      account_id: z.string().nullable(),
      connected: z.boolean(),
      reason: z.string().nullable(),
    }),
  ),
  /** How many accounts of viewers are in each state (`active`, `dead`, `frozen`, `ended`). */
  viewers: z.record(z.string(), z.int()).optional(),
});
export type GatewayStatus = z.infer<typeof gatewayStatusSchema>;
