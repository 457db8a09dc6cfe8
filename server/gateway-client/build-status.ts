import type { MtprotoEnvironment } from '#server/env.ts';
import type { GatewayStatus } from './gateway-answers.ts';

/** How the sessions are that an operator may see: which one answers, and why it does not; null: it does. */
export interface SessionReason {
  accountId: string | null;
  reason: string | null;
  /** Every session of an operator's and of the bot, where that is known. */
  sessions?: readonly { kind: 'operator' | 'bot'; accountId: string; reason: string | null }[];
  /** How many accounts of viewers are in each state. */
  viewers?: Record<string, number>;
}

/**
 * Builds the answer of `GET /api/v1/stats/status` from the configuration and how the sessions are. What is missing in the
 * configuration goes first: without it there is no session to speak of.
 */
export function buildStatus(mtproto: MtprotoEnvironment, session: SessionReason): GatewayStatus {
  const known = session.sessions ?? [];
  const hasSession = mtproto.sessionString !== null || known.length > 0;
  const missing = missingPart(mtproto, hasSession);
  const reason = missing ?? session.reason;
  const configured = {
    ...{ kind: 'operator' as const, account_id: session.accountId },
    ...{ connected: reason === null, reason },
  };
  return {
    enabled: mtproto.isEnabled,
    available: missing === null,
    connected: reason === null,
    has_api_id: mtproto.apiId !== null,
    has_api_hash: mtproto.apiHash !== null,
    has_session: hasSession,
    reason,
    sessions:
      known.length > 0
        ? known.map((one) => ({
            ...{ kind: one.kind, account_id: one.accountId },
            ...{ connected: (missing ?? one.reason) === null, reason: missing ?? one.reason },
          }))
        : mtproto.sessionString === null
          ? []
          : [configured],
    viewers: session.viewers ?? {},
  };
}

function missingPart(mtproto: MtprotoEnvironment, hasSession: boolean): string | null {
  if (!mtproto.isEnabled) return 'mtproto-off';
  if (mtproto.apiId === null) return 'no-api-id';
  if (mtproto.apiHash === null) return 'no-api-hash';
  return hasSession ? null : 'no-session';
}
