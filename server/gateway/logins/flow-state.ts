/**
 * Logins: an account is connected step by step, each step one request. What a login knows between two steps (the key it
 * is made with, the hash of its code, its QR token) is sealed in `login_flows`, so any gateway can take the next step
 * after any other was killed; `logins.ts` is the way in.
 */
import { z } from 'zod';
import { loginContext } from '#server/vault/seal-contexts.ts';
import type { Vault } from '#server/vault/vault.ts';
import type { SessionKey } from '../telegram/session-string.ts';

const keySchema = z
  .object({ dcId: z.int(), ip: z.string(), authKey: z.base64() })
  .transform(({ dcId, ip, authKey }): SessionKey => ({ dcId, ip, authKey: Buffer.from(authKey, 'base64') }));

const shared = {
  key: keySchema,
  consentVersion: z.string(),
  /**
   * True: a step ended without knowing what Telegram made of it, because its process was killed or the answer was
   * lost. The next step first asks whether the key is logged in.
   */
  isUnsure: z.boolean(),
};

const stateSchema = z.discriminatedUnion('kind', [
  z.object({
    ...shared,
    kind: z.literal('qr'),
    /** Base64url, as in the link. */
    token: z.string(),
    tokenExpiresAt: z.number(),
    /** When Telegram was last asked for a token, in milliseconds. */
    exportedAt: z.number(),
    /** A confirmed login on its way to the data centre its account lives in, with a key of there. */
    moved: z.object({ key: keySchema, token: z.string() }).nullable(),
  }),
  z.object({
    ...shared,
    kind: z.literal('code'),
    /** Digits. */
    phone: z.string(),
    codeHash: z.string(),
    sentBy: z.enum(['app', 'sms', 'call', 'email', 'fragment', 'other']),
    codeLength: z.int().nullable(),
  }),
  z.object({
    ...shared,
    kind: z.literal('password'),
    phone: z.string().nullable(),
    hint: z.string().nullable(),
  }),
]);

/** What a login knows between two steps. It never holds a code or a password. */
export type FlowState = z.infer<typeof stateSchema>;
export type QrState = Extract<FlowState, { kind: 'qr' }>;
export type CodeState = Extract<FlowState, { kind: 'code' }>;
export type PasswordState = Extract<FlowState, { kind: 'password' }>;

/** Seals a state for the row of its flow. */
export function sealState(vault: Vault, flow: FlowOwner, state: FlowState): string {
  return vault.seal(Buffer.from(JSON.stringify(state, keyToText)), loginContext(flow));
}

/** Opens a state; throws `SealError` for one that is not of this flow and viewer. */
export function openState(vault: Vault, flow: FlowOwner, sealed: string): FlowState {
  return stateSchema.parse(JSON.parse(vault.open(sealed, loginContext(flow)).toString()));
}

interface FlowOwner {
  flowId: string;
  viewerId: string | null;
}

/** A buffer has become `{ type, data }` by the time it gets here. */
function keyToText(name: string, value: unknown): unknown {
  const isKey = name === 'authKey' && typeof value === 'object' && value !== null && 'data' in value;
  return isKey && Array.isArray(value.data) ? Buffer.from(value.data).toString('base64') : value;
}
