import { Api, errors } from 'telegram';
import { describe, expect, it } from 'vitest';
import { DeadlineError } from '#server/process.ts';
import { classifyError } from './classify-error.ts';
import { EgressRefusedError } from './guarded-socket.ts';
import { knownErrors } from './known-errors.test-client.ts';
import type { MtprotoFailure } from './mtproto-failure.ts';

/** The error GramJS makes of an answer of the server. */
function answered(status: number, text: string): Error {
  const rpcError = new Api.RpcError({ errorCode: status, errorMessage: text });
  return errors.RPCMessageToError(rpcError, new Api.help.GetConfig());
}

describe('the error classifier', () => {
  it.each(knownErrors)('says what %i %s means', (status, text, expected) => {
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
