import { expect, it } from 'vitest';
import type { MtprotoEnvironment } from '#server/env.ts';
import { buildStatus } from './build-status.ts';
import { gatewayStatusSchema } from './gateway-answers.ts';

const complete: MtprotoEnvironment = {
  isEnabled: true,
  isExclusive: false,
  isBudgeted: true,
  dc: null,
  dcMap: new Map(),
  publicKeyFile: null,
  apiId: 1,
  apiHash: 'f'.repeat(32),
  sessionString: '1abc',
};

it.each<[string, Partial<MtprotoEnvironment>, string | null, object]>([
  ['a connected session', {}, null, { available: true, connected: true, reason: null }],
  ['a session that connects', {}, 'connecting', { available: true, connected: false, reason: 'connecting' }],
  [
    'MTProto switched off',
    { isEnabled: false },
    null,
    { enabled: false, available: false, connected: false, reason: 'mtproto-off' },
  ],
  [
    'MTProto switched off with nothing to switch on',
    { isEnabled: false, apiId: null, apiHash: null, sessionString: null },
    null,
    { enabled: false, has_api_id: false, has_session: false, reason: 'mtproto-off', sessions: [] },
  ],
  [
    'no session string',
    { sessionString: null },
    null,
    { has_session: false, available: false, reason: 'no-session', sessions: [] },
  ],
  [
    'no api id',
    { apiId: null, apiHash: null, sessionString: null },
    null,
    { has_api_id: false, has_api_hash: false, available: false, reason: 'no-api-id' },
  ],
  ['no api hash', { apiHash: null }, null, { has_api_hash: false, available: false, reason: 'no-api-hash' }],
])('describes %s', (_name, change, reason, expected) => {
  const status = buildStatus({ ...complete, ...change }, { accountId: '7', reason });
  expect(gatewayStatusSchema.parse(status)).toMatchObject(expected);
});

it('gives the reason of the session itself too', () => {
  expect(buildStatus(complete, { accountId: '7', reason: 'session-dead' }).sessions).toEqual([
    { kind: 'operator', account_id: '7', connected: false, reason: 'session-dead' },
  ]);
  expect(buildStatus({ ...complete, isEnabled: false }, { accountId: null, reason: null }).sessions).toEqual([
    { kind: 'operator', account_id: null, connected: false, reason: 'mtproto-off' },
  ]);
});
