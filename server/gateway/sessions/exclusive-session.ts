import type { Connection } from '#server/db/connection.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import type { Log } from '#server/log.ts';
import { fetchAuthorizations, resetAuthorizations } from '../telegram/fetch-authorizations.ts';
import type { KeptSession } from '../telegram/keep-session.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';

/**
 * Ends every other login of the operator's account (`MTPROTO_EXCLUSIVE_SESSION`): phones and computers of that account
 * log out. What is there is logged first, by device and never by address. A failure is a warning and nothing stops for
 * it: collecting does not need to be alone.
 */
export async function endOtherLogins(
  { database, log }: { database: Connection; log: Log },
  session: KeptSession,
  accountId: string,
): Promise<void> {
  try {
    const others = (await fetchAuthorizations(session)).filter(({ isCurrent }) => !isCurrent);
    const devices = others.map(({ deviceModel, platform, appName, country, activeAt }) => ({
      ...{ deviceModel, platform, appName, country, activeAt },
    }));
    log.info({ accountId, logins: devices }, 'other logins of the account');
    if (others.length === 0) return;
    await resetAuthorizations(session);
    await saveAuditEvent(database, {
      ...{ actor: 'gateway', event: 'sessions.terminated', subject: `accounts:${accountId}` },
      ...{ details: { ended: others.length }, happenedAt: new Date() },
    });
    log.info({ accountId, ended: others.length }, 'other logins of the account were ended');
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error;
    const { kind, code } = error.failure;
    log.warn({ accountId, reason: code }, explain(kind));
  }
}

function explain(kind: MtprotoError['failure']['kind']): string {
  return kind === 'reset-forbidden'
    ? 'other logins were not ended: Telegram lets a login end others only when it is a day old. It is tried again at the next start; work goes on'
    : 'other logins could not be ended; work goes on';
}
