import type { Database } from '#server/db/database.ts';
import { type AccountOrigin, loadAccountOrigin } from '#server/db/queries/load-account-origin.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { wipeAccount } from '#server/db/queries/wipe-account.ts';
import { GatewayAnswerError } from '#server/gateway-client/create-gateway-client.ts';
import type { EndAnswer, LoginGatewayClient } from '#server/gateway-client/create-login-client.ts';
import { releaseAccountChannels } from './release-account-channels.ts';

export type EndOutcome =
  /** `isLoggedOut` false: Telegram could not be told, and still lists the login. */
  | { kind: 'ended'; isLoggedOut: boolean }
  | { kind: 'no-such-account' }
  /** The bot, or the account of `TELEGRAM_SESSION_STRING`: it lives from the configuration of the gateway. */
  | { kind: 'configured' };

/**
 * Ends an account for good: the gateway logs it out, wipes its session and says so in the audit log. Where no gateway
 * answers it is wiped from here, and whoever holds it loses it. `actor` is who asked: `viewer:<id>` or `operator:<id>`.
 */
export async function endAccount(
  { database, logins }: { database: Pick<Database, 'transaction'>; logins: Pick<LoginGatewayClient, 'end'> },
  { accountId, actor, now }: { accountId: string; actor: string; now: Date },
): Promise<EndOutcome> {
  const answer = await logins.end(accountId, actor).catch((error: unknown): EndAnswer => {
    // A gateway that answers nonsense keeps nobody's session alive.
    if (error instanceof GatewayAnswerError) return { kind: 'unreachable' };
    throw error;
  });
  if (answer.kind === 'ended') return answer;
  if (answer.kind === 'configured') return answer;
  if (answer.kind === 'not-found') return { kind: 'no-such-account' };
  return await database.transaction(async (connection) => {
    const origin = await loadAccountOrigin(connection, accountId);
    if (origin !== null && mayBeConfigured(origin)) return { kind: 'configured' };
    const isThere = await wipeAccount(connection, { accountId, reason: 'ended', now });
    if (!isThere) return { kind: 'no-such-account' };
    await releaseAccountChannels(connection, accountId, now);
    await saveAuditEvent(connection, {
      ...{ actor, event: 'account.ended', subject: `accounts:${accountId}`, happenedAt: now },
      details: { isLoggedOut: false },
    });
    return { kind: 'ended', isLoggedOut: false };
  });
}

/** Only a gateway knows its configuration: without one, what may well stand there is left alone. */
function mayBeConfigured({ kind, state, hasSession }: AccountOrigin): boolean {
  if (state !== 'active' && state !== 'frozen') return false;
  return kind === 'bot' || (kind === 'operator' && !hasSession);
}
