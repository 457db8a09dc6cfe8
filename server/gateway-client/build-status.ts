import type { MtprotoEnvironment } from '#server/env.ts';
import type { GatewayStatus } from './gateway-answers.ts';

/** How the operator's session is: which account it is, once that is known, and why it is not connected; null: it is. */
export interface SessionReason {
  accountId: string | null;
  reason: string | null;
}

/**
 * Builds the answer of `GET /api/v1/stats/status` from the configuration and how the session is. What is missing in the
 * configuration goes first: without it there is no session to speak of.
 */
export function buildStatus(mtproto: MtprotoEnvironment, session: SessionReason): GatewayStatus {
  const missing = missingPart(mtproto);
  const reason = missing ?? session.reason;
  return {
    enabled: mtproto.isEnabled,
    available: missing === null,
    connected: reason === null,
    has_api_id: mtproto.apiId !== null,
    has_api_hash: mtproto.apiHash !== null,
    has_session: mtproto.sessionString !== null,
    reason,
    sessions:
      mtproto.sessionString === null
        ? []
        : [{ kind: 'operator', account_id: session.accountId, connected: reason === null, reason }],
  };
}

function missingPart(mtproto: MtprotoEnvironment): string | null {
  if (!mtproto.isEnabled) return 'mtproto-off';
  if (mtproto.apiId === null) return 'no-api-id';
  if (mtproto.apiHash === null) return 'no-api-hash';
  return mtproto.sessionString === null ? 'no-session' : null;
}
