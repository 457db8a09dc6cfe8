import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** The person and the hints Telegram signed for one launch of the Mini App. */
export interface InitData {
  user: InitDataUser;
  authDate: Date;
  /** Chosen by whoever sent the link: a hint, never a right. */
  startParameter: string | null;
}

const userSchema = z.object({
  id: z
    .int()
    .positive()
    .max(2 ** 52),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});
export type InitDataUser = z.infer<typeof userSchema>;

export type InitDataOutcome =
  | { kind: 'valid'; initData: InitData }
  | { kind: 'expired' }
  | { kind: 'invalid'; why: string };

/** Longer than any client sends; the check costs nothing beyond it. */
const maxBytes = 4_096;
const maxAgeMs = 24 * 3_600_000;
/** Clocks of clients and servers differ by seconds, never by minutes. */
const maxLeadMs = 60_000;

const knownKeys = new Set([
  'auth_date',
  'can_send_after',
  'chat',
  'chat_instance',
  'chat_type',
  'hash',
  'query_id',
  'receiver',
  'signature',
  'start_param',
  'user',
]);

/**
 * Checks init data as Telegram signs it (core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app), and
 * more strictly than the signature alone demands: the signed text joins fields by line breaks, so a value that holds one
 * can imitate other fields. Therefore keys come from a list and only once, and no value has control characters.
 * "expired" is said only of data that is genuine.
 */
export function checkInitData(text: string, botToken: string, now: Date): InitDataOutcome {
  if (Buffer.byteLength(text) > maxBytes) return invalid('too long');
  const fields = readFields(text);
  if (fields === null) return invalid('malformed fields');
  const hash = fields.get('hash');
  if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) return invalid('no hash');
  const authDate = fields.get('auth_date');
  if (authDate === undefined || !/^\d{10}$/.test(authDate)) return invalid('no auth_date');
  if (!timingSafeEqual(sign(fields, botToken), Buffer.from(hash, 'hex'))) return invalid('wrong hash');
  const user = readUser(fields.get('user'));
  if (user === null) return invalid('no user');
  const signedAt = new Date(Number(authDate) * 1_000);
  const ageMs = now.getTime() - signedAt.getTime();
  if (ageMs < -maxLeadMs) return invalid('auth_date lies in the future');
  if (ageMs > maxAgeMs) return { kind: 'expired' };
  const startParameter = fields.get('start_param') ?? null;
  return { kind: 'valid', initData: { user, authDate: signedAt, startParameter } };
}

function invalid(why: string): InitDataOutcome {
  return { kind: 'invalid', why };
}

/** Fields by key, decoded; null when a key repeats or is unknown, or a value is malformed or has control characters. */
function readFields(text: string): Map<string, string> | null {
  const fields = new Map<string, string>();
  for (const pair of text.split('&')) {
    const border = pair.indexOf('=');
    const key = pair.slice(0, Math.max(border, 0));
    if (!knownKeys.has(key) || fields.has(key)) return null;
    const value = decode(pair.slice(border + 1));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused here
    if (value === null || /[\u0000-\u001f\u007f]/.test(value)) return null;
    fields.set(key, value);
  }
  return fields;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A broken percent escape: no client of Telegram writes one.
    return null;
  }
}

/** The check string holds every field but `hash`; `signature` belongs in it. */
function sign(fields: Map<string, string>, botToken: string): Buffer {
  const checkString = [...fields]
    .filter(([key]) => key !== 'hash')
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join('\n');
  const secret = createHmac('sha256', 'WebAppData').update(botToken).digest();
  return createHmac('sha256', secret).update(checkString).digest();
}

function readUser(text: string | undefined): InitDataUser | null {
  if (text === undefined) return null;
  try {
    return userSchema.parse(JSON.parse(text));
  } catch {
    // Not JSON, or not a person: the same answer for both.
    return null;
  }
}
