import type { GatewayStatus } from '#server/gateway-client/gateway-answers.ts';

/** What to do about each reason; a code of Telegram's or of the network that is not here is named as it is. */
const sentences = new Map<string, string>([
  ['mtproto-off', 'MTProto is switched off by MTPROTO_ENABLED: figures from it are missing, all else works.'],
  ['no-api-id', 'TELEGRAM_API_ID is missing: my.telegram.org shows it, and the hash beside it.'],
  ['no-api-hash', 'TELEGRAM_API_HASH is missing: my.telegram.org shows it beside the id.'],
  ['no-session', 'There is no session: set TELEGRAM_SESSION_STRING and restart the gateway.'],
  ['starting', 'The gateway is starting: ask again in a moment.'],
  ['connecting', 'The gateway is connecting: ask again in a moment.'],
  ['held-elsewhere', 'Another gateway holds the session.'],
  ['session-dead', 'Telegram ended the session: log in again, set its new string and restart the gateway.'],
  ['lease-unavailable', 'The gateway cannot take the lease of the session: it does not reach PostgreSQL.'],
  ['gateway-unreachable', 'The gateway does not answer: does it run, and is GATEWAY_URL right?'],
  ['gateway-answer', 'The gateway gives no readable answer: do both processes have the same GATEWAY_TOKEN?'],
]);

/** One sentence on how MTProto is and what to do about it. */
export function explainReason({ connected, reason }: GatewayStatus): string {
  if (connected) return 'MTProto is connected.';
  return (
    sentences.get(reason ?? '') ?? `MTProto is not connected (${reason ?? 'no reason'}): it is tried again.`
  );
}
