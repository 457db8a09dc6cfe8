import type { GatewayStatus } from '#server/gateway-client/gateway-answers.ts';

/** What to do about each reason; a code of Telegram's or of the network that is not here is named as it is. */
const sentences = new Map<string, string>([
  ['mtproto-off', 'MTProto is switched off by MTPROTO_ENABLED: figures from it are missing, all else works.'],
  ['no-api-id', 'TELEGRAM_API_ID is missing: my.telegram.org shows it, and the hash beside it.'],
  ['no-api-hash', 'TELEGRAM_API_HASH is missing: my.telegram.org shows it beside the id.'],
  [
    'no-session',
    'There is no session: connect an account with `session connect`, or set TELEGRAM_SESSION_STRING and restart.',
  ],
  ['starting', 'The gateway is starting: ask again in a moment.'],
  ['connecting', 'The gateway is connecting: ask again in a moment.'],
  ['held-elsewhere', 'Another gateway holds the session.'],
  [
    'session-dead',
    'Telegram ended the session: connect the account again with `session connect`, or set its new string and restart.',
  ],
  [
    'ended',
    'The account was ended here, and the configuration still names it: restart the gateway to use it again, or take it out of the configuration.',
  ],
  ['lease-unavailable', 'The gateway cannot take the lease of the session: it does not reach PostgreSQL.'],
  [
    'FROZEN_METHOD_INVALID',
    'Telegram froze the account: nothing is read through it until Telegram thaws it.',
  ],
  [
    'transport-404',
    'Telegram says that it does not know the key of the session: it is tried again; if that stays so, log in again.',
  ],
  ['circuit-open', 'Telegram was not reached three times in a row: one attempt at a time is made now.'],
  ['egress-refused', 'The data centre has an address that is neither one of Telegram nor in MTPROTO_DC_MAP.'],
  ['proxy-authentication-required', 'The proxy of TELEGRAM_PROXY wants a name and a password.'],
  ['proxy-authentication-refused', 'The proxy of TELEGRAM_PROXY refuses the name and password it was given.'],
  [
    'key-missing',
    'The key of the stored session is not in the key ring: copy the ring of the other gateways.',
  ],
  ['seal-broken', 'The stored session was changed and cannot be opened: connect the account again.'],
  ['ACCESS_TOKEN_INVALID', 'Telegram does not know the token of the bot: is TELEGRAM_BOT_TOKEN right?'],
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
