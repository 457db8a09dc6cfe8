import { Api, errors } from 'telegram';
import { describe, expect, it } from 'vitest';
import { DeadlineError } from '#server/process.ts';
import { classifyError } from './classify-error.ts';
import { EgressRefusedError } from './guarded-socket.ts';
import type { MtprotoFailure } from './mtproto-failure.ts';

/** The error GramJS makes of an answer of the server. */
function answered(status: number, text: string): Error {
  const rpcError = new Api.RpcError({ errorCode: status, errorMessage: text });
  return errors.RPCMessageToError(rpcError, new Api.help.GetConfig());
}

const table: [number, string, MtprotoFailure][] = [
  [420, 'FLOOD_WAIT_3', { kind: 'flood-wait', seconds: 3, code: 'FLOOD_WAIT' }],
  [420, 'FLOOD_WAIT_86400', { kind: 'flood-wait', seconds: 86_400, code: 'FLOOD_WAIT' }],
  [420, 'FLOOD_PREMIUM_WAIT_61', { kind: 'flood-wait', seconds: 61, code: 'FLOOD_WAIT' }],
  [420, 'SLOWMODE_WAIT_10', { kind: 'flood-wait', seconds: 10, code: 'SLOWMODE_WAIT' }],
  [420, 'FLOOD_TEST_PHONE_WAIT_5', { kind: 'flood-wait', seconds: 5, code: 'FLOOD_TEST_PHONE_WAIT' }],
  [420, '2FA_CONFIRM_WAIT_604800', { kind: 'flood-wait', seconds: 604_800, code: '2FA_CONFIRM_WAIT' }],
  [420, 'FROZEN_METHOD_INVALID', { kind: 'frozen', code: 'FROZEN_METHOD_INVALID' }],
  [400, 'FROZEN_PARTICIPANT_MISSING', { kind: 'frozen', code: 'FROZEN_PARTICIPANT_MISSING' }],
  [401, 'AUTH_KEY_UNREGISTERED', { kind: 'session-dead', code: 'AUTH_KEY_UNREGISTERED' }],
  [401, 'SESSION_REVOKED', { kind: 'session-dead', code: 'SESSION_REVOKED' }],
  [401, 'SESSION_EXPIRED', { kind: 'session-dead', code: 'SESSION_EXPIRED' }],
  [401, 'AUTH_KEY_INVALID', { kind: 'session-dead', code: 'AUTH_KEY_INVALID' }],
  [401, 'USER_DEACTIVATED', { kind: 'session-dead', code: 'USER_DEACTIVATED' }],
  [401, 'USER_DEACTIVATED_BAN', { kind: 'session-dead', code: 'USER_DEACTIVATED_BAN' }],
  [406, 'AUTH_KEY_DUPLICATED', { kind: 'session-duplicated', code: 'AUTH_KEY_DUPLICATED' }],
  [401, 'SESSION_PASSWORD_NEEDED', { kind: 'password-needed', code: 'SESSION_PASSWORD_NEEDED' }],
  [400, 'PHONE_CODE_EXPIRED', { kind: 'login-refused', code: 'PHONE_CODE_EXPIRED' }],
  [400, 'PHONE_CODE_INVALID', { kind: 'login-refused', code: 'PHONE_CODE_INVALID' }],
  [400, 'PHONE_CODE_EMPTY', { kind: 'login-refused', code: 'PHONE_CODE_EMPTY' }],
  [406, 'PHONE_NUMBER_INVALID', { kind: 'login-refused', code: 'PHONE_NUMBER_INVALID' }],
  [406, 'PHONE_PASSWORD_FLOOD', { kind: 'login-refused', code: 'PHONE_PASSWORD_FLOOD' }],
  [400, 'PASSWORD_HASH_INVALID', { kind: 'login-refused', code: 'PASSWORD_HASH_INVALID' }],
  [
    406,
    'FRESH_RESET_AUTHORISATION_FORBIDDEN',
    { kind: 'reset-forbidden', code: 'FRESH_RESET_AUTHORISATION_FORBIDDEN' },
  ],
  [400, 'CHANNEL_PRIVATE', { kind: 'channel-unavailable', code: 'CHANNEL_PRIVATE' }],
  [400, 'CHANNEL_INVALID', { kind: 'channel-unavailable', code: 'CHANNEL_INVALID' }],
  [400, 'USERNAME_NOT_OCCUPIED', { kind: 'name-not-found', code: 'USERNAME_NOT_OCCUPIED' }],
  [400, 'USERNAME_INVALID', { kind: 'name-not-found', code: 'USERNAME_INVALID' }],
  [403, 'CHAT_ADMIN_REQUIRED', { kind: 'admin-required', code: 'CHAT_ADMIN_REQUIRED' }],
  [400, 'CHAT_ADMIN_REQUIRED', { kind: 'admin-required', code: 'CHAT_ADMIN_REQUIRED' }],
  [303, 'STATS_MIGRATE_4', { kind: 'migrate', dc: 4, code: 'STATS_MIGRATE' }],
  [303, 'PHONE_MIGRATE_2', { kind: 'migrate', dc: 2, code: 'PHONE_MIGRATE' }],
  [303, 'USER_MIGRATE_5', { kind: 'migrate', dc: 5, code: 'USER_MIGRATE' }],
  [303, 'NETWORK_MIGRATE_1', { kind: 'migrate', dc: 1, code: 'NETWORK_MIGRATE' }],
  [303, 'FILE_MIGRATE_3', { kind: 'migrate', dc: 3, code: 'FILE_MIGRATE' }],
  [406, 'SOMETHING_SILENT', { kind: 'silent', code: 'SOMETHING_SILENT' }],
  [400, 'MSG_ID_INVALID', { kind: 'refused', code: 'MSG_ID_INVALID' }],
  [400, 'BOT_METHOD_INVALID', { kind: 'refused', code: 'BOT_METHOD_INVALID' }],
  [403, 'USER_PRIVACY_RESTRICTED', { kind: 'refused', code: 'USER_PRIVACY_RESTRICTED' }],
  [500, 'RPC_CALL_FAIL', { kind: 'server-trouble', code: 'RPC_CALL_FAIL' }],
  [500, 'INTERDC_2_CALL_ERROR', { kind: 'server-trouble', code: 'INTERDC_2_CALL_ERROR' }],
  [-503, 'Timeout', { kind: 'server-trouble', code: 'status--503' }],
  [401, 'SOMETHING_NEW', { kind: 'server-trouble', code: 'SOMETHING_NEW' }],
  [420, 'SOMETHING_NEW', { kind: 'server-trouble', code: 'SOMETHING_NEW' }],
  [500, 'No workers running for user 12345', { kind: 'server-trouble', code: 'status-500' }],
];

describe('the error classifier', () => {
  it.each(table)('says what %i %s means', (status, text, expected) => {
    expect(classifyError(answered(status, text))).toEqual(expected);
  });

  it('takes a revoked key for dead although GramJS writes its own text around the code', () => {
    expect(classifyError(answered(401, 'AUTH_KEY_UNREGISTERED')).kind).toBe('session-dead');
    expect(answered(401, 'AUTH_KEY_UNREGISTERED').message).not.toBe('AUTH_KEY_UNREGISTERED');
  });

  it.each<[string, unknown, MtprotoFailure]>([
    ['a deadline', new DeadlineError('help.GetConfig', 30_000), { kind: 'network', code: 'deadline' }],
    ['a refused address', new EgressRefusedError('8.8.8.8'), { kind: 'network', code: 'egress-refused' }],
    [
      'a refused connection',
      Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
      { kind: 'network', code: 'ECONNREFUSED' },
    ],
    [
      'a call without a connection',
      new Error('Cannot send requests while disconnected. You need to call .connect()'),
      { kind: 'network', code: 'connection-lost' },
    ],
    [
      'a lost connection (a bare string)',
      'Maximum reconnection retries reached. Aborting!',
      { kind: 'network', code: 'connection-lost' },
    ],
    ['a missed ping', new Error('TIMEOUT'), { kind: 'network', code: 'connection-lost' }],
    [
      'a key the server forgot',
      new errors.InvalidBufferError(Buffer.from([0x6c, 0xfe, 0xff, 0xff])),
      { kind: 'network', code: 'transport-404' },
    ],
    [
      'internal retries used up',
      new Error('Request was unsuccessful 3 time(s)'),
      { kind: 'server-trouble', code: 'retries-exhausted' },
    ],
    [
      'an unknown constructor',
      new errors.TypeNotFoundError(1, Buffer.alloc(0)),
      { kind: 'unknown', code: 'type-not-found' },
    ],
    ['a fault of the library', new TypeError('x is undefined'), { kind: 'unknown', code: 'TypeError' }],
    ['nothing at all', undefined, { kind: 'unknown', code: 'not-an-error' }],
  ])('says what %s means', (_name, error, expected) => {
    expect(classifyError(error)).toEqual(expected);
  });
});
