import { expect, it } from 'vitest';
import type { GatewayStatus } from '#server/gateway-client/gateway-answers.ts';
import { explainReason } from './explain-reason.ts';

function aStatus(reason: string | null): GatewayStatus {
  return {
    enabled: true,
    available: true,
    connected: reason === null,
    has_api_id: true,
    has_api_hash: true,
    has_session: true,
    reason,
    sessions: [],
  };
}

it.each([
  [null, 'MTProto is connected.'],
  ['mtproto-off', 'MTPROTO_ENABLED'],
  ['no-api-id', 'TELEGRAM_API_ID'],
  ['no-api-hash', 'TELEGRAM_API_HASH'],
  ['no-session', 'TELEGRAM_SESSION_STRING'],
  ['no-session', '`session connect`'],
  ['session-dead', '`session connect`'],
  ['gateway-unreachable', 'GATEWAY_URL'],
  ['ECONNRESET', 'MTProto is not connected (ECONNRESET)'],
])('the reason %s is one sentence with %j', (reason, expected) => {
  const sentence = explainReason(aStatus(reason));
  expect(sentence).toContain(expected);
  expect(sentence).toMatch(/^[A-Z][^\n]*[.?]$/);
});
