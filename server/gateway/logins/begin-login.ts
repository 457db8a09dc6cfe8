import { sendCode } from '../telegram/login-by-code.ts';
import { exportLoginToken } from '../telegram/login-by-token.ts';
import type { LoginClient } from '../telegram/login-client.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { LoginLines } from './login-lines.ts';
import { type StepResult, waiting } from './step-result.ts';

/** What a login begins with. */
export interface Beginning {
  consentVersion: string;
  now(): number;
}

/** Asks Telegram for a QR token, with a new key. Throws `MtprotoError`. */
export async function beginByToken(
  lines: LoginLines,
  { consentVersion, now }: Beginning,
): Promise<StepResult> {
  const client = await lines.fresh(null);
  const outcome = await exportLoginToken(client);
  // Nobody can have confirmed the code of a key that is a second old.
  if (outcome.kind !== 'token') throw trouble('auth.ExportLoginToken');
  return waiting({
    kind: 'qr',
    key: client.key,
    consentVersion,
    isUnsure: false,
    token: outcome.token.toString('base64url'),
    tokenExpiresAt: outcome.expiresAt,
    exportedAt: now(),
    moved: null,
  });
}

/** Has Telegram send a code, from the data centre the number lives in. Throws `MtprotoError`. */
export async function beginByPhone(
  lines: LoginLines,
  { consentVersion, phone }: Beginning & { phone: string },
): Promise<StepResult> {
  const first = await lines.fresh(null);
  const { client, sent } = await sendFromHome(lines, first, phone);
  if (sent === null) return { kind: 'authorized', client, state: null };
  return waiting({ kind: 'code', key: client.key, consentVersion, isUnsure: false, phone, ...sent });
}

async function sendFromHome(
  lines: LoginLines,
  first: LoginClient,
  phone: string,
): Promise<{ client: LoginClient; sent: Awaited<ReturnType<typeof sendCode>> }> {
  try {
    return { client: first, sent: await sendCode(first, phone) };
  } catch (error) {
    if (!(error instanceof MtprotoError) || error.failure.kind !== 'migrate') throw error;
    const client = await lines.fresh(await first.findDc(error.failure.dc));
    return { client, sent: await sendCode(client, phone) };
  }
}

/** An answer that cannot be. */
export function trouble(method: string): MtprotoError {
  return new MtprotoError(method, { kind: 'unknown', code: 'unexpected-answer' });
}
