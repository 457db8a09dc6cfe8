/**
 * What operators see of the accounts of the installation: lists, the newest first, page by page. No session, whole phone
 * number, code or password is in any of them, not even sealed.
 */
import { z } from 'zod';
import { accountStateSchema } from './account.ts';

const id = z.string().regex(/^\d+$/);
const instant = z.iso.datetime();
/** Ask with `before` = this for the next page; null: this was the last. */
const next = id.nullable();

export const accountKindSchema = z.enum(['operator', 'viewer', 'bot']);

export const listedAccountSchema = z.object({
  accountId: id,
  kind: accountKindSchema,
  /** Whose account it is; null: the operator's or the bot's own. */
  viewerId: id.nullable(),
  telegramUserId: id.nullable(),
  state: accountStateSchema,
  reason: z.string().nullable(),
  /** Whether a sealed session is stored. */
  hasSession: z.boolean(),
  isHeld: z.boolean(),
  sharesPublic: z.boolean(),
  consentVersion: z.string().nullable(),
  createdAt: instant,
  endedAt: instant.nullable(),
});
export const accountPageSchema = z.object({ accounts: z.array(listedAccountSchema), next });
export type AccountPage = z.infer<typeof accountPageSchema>;

export const listedTelegramUserSchema = z.object({
  accountId: id,
  viewerId: id.nullable(),
  telegramUserId: id,
  firstName: z.string(),
  lastName: z.string().nullable(),
  username: z.string().nullable(),
  maskedPhone: z.string().nullable(),
  isPremium: z.boolean(),
  isBot: z.boolean(),
  seenAt: instant,
});
export const telegramUserPageSchema = z.object({ telegramUsers: z.array(listedTelegramUserSchema), next });
export type TelegramUserPage = z.infer<typeof telegramUserPageSchema>;

export const listedAuthAttemptSchema = z.object({
  attemptId: id,
  viewerId: id.nullable(),
  method: z.string(),
  step: z.string(),
  maskedPhone: z.string().nullable(),
  address: z.string().nullable(),
  outcome: z.string(),
  attemptedAt: instant,
});
export const authAttemptPageSchema = z.object({ authAttempts: z.array(listedAuthAttemptSchema), next });
export type AuthAttemptPage = z.infer<typeof authAttemptPageSchema>;

export const listedLeaseSchema = z.object({
  accountId: id,
  kind: accountKindSchema,
  /** The process that holds it, by host, process id and start. */
  owner: z.string(),
  /** Where it answers. */
  gatewayUrl: z.string().nullable(),
  epoch: id,
  heartbeatAt: instant.nullable(),
  /** False: its holder is silent, and anybody may take it. */
  isLive: z.boolean(),
  reason: z.string().nullable(),
});
export const leasePageSchema = z.object({ leases: z.array(listedLeaseSchema), next });
export type LeasePage = z.infer<typeof leasePageSchema>;

export const listedAuditEventSchema = z.object({
  eventId: id,
  happenedAt: instant,
  actor: z.string(),
  event: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export const auditPageSchema = z.object({ events: z.array(listedAuditEventSchema), next });
export type AuditPage = z.infer<typeof auditPageSchema>;
