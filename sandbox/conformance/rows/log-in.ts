import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldUser } from '#sandbox/world/world.ts';
import type { Outcome } from '../caller.ts';
import type { Role, Stage } from '../row.ts';
import type { Scene } from '../scene.ts';
import { lockedPassword, visitors } from '../visitors.ts';

/** Ways for the rows to log a guest in. */

export const codeSettings = { _: 'codeSettings' };

export function sendCodeFields({ apiId, apiHash }: Scene, phone: string) {
  return { phone_number: phone, api_id: apiId, api_hash: apiHash, settings: codeSettings };
}

export function phoneOf({ phone }: WorldUser): string {
  if (phone === null) throw new RangeError('a bot has no phone');
  return phone;
}

/** Has a code sent, whatever was tried with the number before. */
export async function sendCode(stage: Stage, phone: string, role: Role = 'guest'): Promise<TlObject> {
  const { scene } = stage;
  scene.accounts.limits.clear();
  return stage.ask(role, { _: 'auth.sendCode', ...sendCodeFields(scene, phone) });
}

/** The code a number was sent last, as the server knows it. */
export function codeOf({ accounts }: Scene, phone: string): string {
  const code = accounts.codes.list(phone).at(-1);
  if (code === undefined) throw new RangeError(`no code was sent to ${phone}`);
  return code.code;
}

/** Sends a code and types it; the outcome may also be that a password is wanted. */
export async function typeCode(stage: Stage, user: WorldUser, role: Role = 'guest'): Promise<Outcome> {
  const phone = phoneOf(user);
  const { phone_code_hash } = await sendCode(stage, phone, role);
  const phone_code = codeOf(stage.scene, phone);
  return stage.call(role, { _: 'auth.signIn', phone_number: phone, phone_code_hash, phone_code });
}

/** Logs a guest in as a visitor. */
export async function logIn(
  stage: Stage,
  user: WorldUser = visitors.plain,
  role: Role = 'guest',
): Promise<void> {
  const outcome = await typeCode(stage, user, role);
  if (outcome.kind === 'error') throw new Error(`the log-in failed: ${outcome.text}`);
}

/** Brings a guest to where only the two-step password is missing. */
export async function stopAtPassword(stage: Stage, role: Role = 'guest'): Promise<void> {
  const { password, hint } = lockedPassword;
  await stage.scene.accounts.passwords.set(visitors.locked.id, password, hint);
  const outcome = await typeCode(stage, visitors.locked, role);
  if (outcome.kind !== 'error') throw new Error('a log-in with a password went through without it');
}

/** Shows a QR code as a guest; its token. */
export async function exportToken(stage: Stage, exceptIds: readonly bigint[] = []): Promise<TlObject> {
  const { apiId, apiHash } = stage.scene;
  const fields = { api_id: apiId, api_hash: apiHash, except_ids: exceptIds };
  return stage.ask('guest', { _: 'auth.exportLoginToken', ...fields });
}
