import type { Database } from '#server/db/database.ts';
import type { BeginLogin } from '#server/gateway-client/login-answers.ts';
import type { Log } from '#server/log.ts';
import type { Vault } from '#server/vault/vault.ts';
import type { SessionTable } from '../sessions/session-table.ts';
import type { QrPace } from './continue-qr.ts';
import type { LoginLines } from './login-lines.ts';

/** What logging in and out works with. */
export interface LoginDependencies {
  database: Database;
  vault: Vault;
  log: Log;
  sessions: Pick<SessionTable, 'source' | 'end' | 'wake'>;
  /** null: MTProto is switched off or not configured. */
  openLines: (() => LoginLines) | null;
  /** Has the gateway that holds an account end it. */
  endElsewhere(accountId: string): Promise<void>;
  phoneLogin: 'off' | 'admins' | 'everyone';
  adminIds: readonly string[];
  now(): Date;
  pace?: QrPace;
}

/** A look at a QR code is a request that waits a little, so that a confirmation is seen within a second. */
export const usualPace: QrPace = { listenMs: 4_000, exportEveryMs: 8_000 };

/** A flow ends so long after its last step, and so long after its first in any case. */
const stepLifetimeMs = 5 * 60_000;
const wholeLifetimeMs = 20 * 60_000;

/** When a flow that has just taken a step runs out. */
export function expiryOf(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + stepLifetimeMs, createdAt.getTime() + wholeLifetimeMs));
}

/** Whether somebody may log in by phone number: by QR code everybody may. */
export function mayUsePhone(
  { phoneLogin, adminIds }: Pick<LoginDependencies, 'phoneLogin' | 'adminIds'>,
  { viewer_id: viewerId }: Pick<BeginLogin, 'viewer_id'>,
): boolean {
  if (phoneLogin === 'everyone') return true;
  return phoneLogin === 'admins' && (viewerId === null || adminIds.includes(viewerId));
}
