import { loadStoredSession } from '#server/db/queries/load-stored-session.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import type { PrintOutcome, PrintSession } from '#server/gateway-client/session-answers.ts';
import { SealError } from '#server/vault/seal-error.ts';
import { openSession } from '../sessions/sealed-session.ts';
import { formatSessionString } from '../telegram/format-session-string.ts';
import type { LoginDependencies } from './login-dependencies.ts';

/**
 * Gives the session of an operator's account out, for the operator at a terminal: never a viewer's. That it was given out
 * is written down before it is.
 */
export async function printSession(
  { database, vault, now }: Pick<LoginDependencies, 'database' | 'vault' | 'now'>,
  accountId: string,
  { format }: PrintSession,
): Promise<PrintOutcome> {
  const stored = await loadStoredSession(database, accountId);
  if (stored === null || stored.kind !== 'operator') return { kind: 'refused', code: 'not-found' };
  const audit = (event: string, purpose: string): Promise<void> =>
    saveAuditEvent(database, {
      ...{ actor: 'operator', event, subject: `accounts:${accountId}`, happenedAt: now() },
      details: { purpose, format },
    });
  try {
    const key = openSession(vault, { accountId, kind: stored.kind, viewerId: null }, stored.session);
    await audit('secret.opened', 'print');
    await audit('session.printed', 'print');
    return { kind: 'session', session_string: formatSessionString(key, format) };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return { kind: 'refused', code: 'cannot-be-opened' };
  }
}
