import { consentVersion } from '#contract/account.ts';
import type { Connection } from '#server/db/connection.ts';
import { addLoginFlow } from '#server/db/queries/add-login-flow.ts';
import { type AuthAttempt, saveAuthAttempt } from '#server/db/queries/save-auth-attempt.ts';
import type { BeginLogin, LoginRefusal } from '#server/gateway-client/login-answers.ts';
import { createToken } from '#server/secrets.ts';
import { nameOwner } from '../lease/process-owner.ts';
import { maskPhone } from '../telegram/mask-phone.ts';
import { expiryOf, type LoginDependencies, mayUsePhone } from './login-dependencies.ts';
import { isRefusalRecorded, secondsUntilBegin } from './login-limits.ts';
import { hashPhone, readPhone } from './phone-number.ts';

/** A login that may ask Telegram now. */
export interface AdmittedLogin {
  kind: 'admitted';
  flowId: string;
  /** Digits; null: by QR code. */
  phone: string | null;
  claimedBy: string;
  attemptIds: string[];
  createdAt: Date;
}

export type Admission = AdmittedLogin | { kind: 'refused'; code: LoginRefusal; retryAfter: number | null };

/** Says what is wrong with a wish to log in before anything is stored of it; null: nothing is. */
export function refuseBegin(dependencies: LoginDependencies, begin: BeginLogin): LoginRefusal | null {
  if (begin.consent_version !== consentVersion) return 'consent-required';
  if (begin.method === 'phone' && !mayUsePhone(dependencies, begin)) return 'phone-login-off';
  if (begin.method === 'phone' && readPhone(begin.phone ?? '') === null) return 'phone-invalid';
  return dependencies.openLines === null ? 'no-source' : null;
}

/** Counts a login that begins, and stores it when there is room. Call it in a transaction of its own. */
export async function admitLogin(
  { vault, now }: LoginDependencies,
  connection: Connection,
  begin: BeginLogin,
): Promise<Admission> {
  const createdAt = now();
  const { viewer_id: viewerId, method, ip } = begin;
  const phone = method === 'phone' ? readPhone(begin.phone ?? '') : null;
  const numberHash = phone === null ? null : hashPhone(vault, phone);
  const wait = await secondsUntilBegin(connection, { viewerId, ip, numberHash }, createdAt);
  const flowId = createToken();
  const attempt = {
    ...{ flowId, viewerId, method, numberHash, ip, attemptedAt: createdAt },
    maskedPhone: phone === null ? null : maskPhone(phone),
  };
  const save = (step: AuthAttempt['step'], outcome: string): Promise<string> =>
    saveAuthAttempt(connection, { ...attempt, step, outcome });
  if (wait > 0) {
    if (await isRefusalRecorded(connection, viewerId, createdAt)) await save('begin', 'too-many-attempts');
    return { kind: 'refused', code: 'too-many-attempts', retryAfter: wait };
  }
  const attemptIds = [await save('begin', 'started')];
  if (phone !== null) attemptIds.push(await save('send-code', 'started'));
  const claimedBy = nameOwner();
  const expiresAt = expiryOf(createdAt, createdAt);
  await addLoginFlow(connection, { flowId, viewerId, method, claimedBy, createdAt, expiresAt });
  return { kind: 'admitted', flowId, phone, claimedBy, attemptIds, createdAt };
}
