import { describe, expect, it } from 'vitest';
import { DeadlineError } from '#server/process.ts';
import { MtprotoError, type MtprotoFailure } from '../telegram/mtproto-failure.ts';
import { explainFailure } from './explain-failure.ts';
import { GatewayProblem } from './problem.ts';

describe('a call that failed', () => {
  it.each<[MtprotoFailure, string]>([
    [{ kind: 'flood-wait', seconds: 61, code: 'FLOOD_WAIT' }, 'flood-wait'],
    [{ kind: 'session-dead', code: 'SESSION_REVOKED' }, 'no-session'],
    [{ kind: 'session-duplicated', code: 'AUTH_KEY_DUPLICATED' }, 'no-session'],
    [{ kind: 'frozen', code: 'FROZEN_METHOD_INVALID' }, 'no-session'],
    [{ kind: 'password-needed', code: 'SESSION_PASSWORD_NEEDED' }, 'no-session'],
    [{ kind: 'network', code: 'ECONNRESET' }, 'no-session'],
    [{ kind: 'network', code: 'deadline' }, 'telegram-silent'],
    [{ kind: 'channel-unavailable', code: 'CHANNEL_PRIVATE' }, 'channel-private'],
    [{ kind: 'admin-required', code: 'CHAT_ADMIN_REQUIRED' }, 'channel-private'],
    [{ kind: 'channel-unavailable', code: 'CHANNEL_INVALID' }, 'channel-unknown'],
    [{ kind: 'name-not-found', code: 'USERNAME_NOT_OCCUPIED' }, 'channel-unknown'],
    [{ kind: 'refused', code: 'BOT_METHOD_INVALID' }, 'telegram-trouble'],
    [{ kind: 'server-trouble', code: 'INTERNAL' }, 'telegram-trouble'],
    [{ kind: 'silent', code: 'SOMETHING' }, 'telegram-trouble'],
    [{ kind: 'migrate', dc: 4, code: 'STATS_MIGRATE' }, 'telegram-trouble'],
    [{ kind: 'login-refused', code: 'PHONE_CODE_INVALID' }, 'telegram-trouble'],
    [{ kind: 'reset-forbidden', code: 'FRESH_RESET_AUTHORISATION_FORBIDDEN' }, 'telegram-trouble'],
    [{ kind: 'unknown', code: 'TypeError' }, 'telegram-trouble'],
  ])('with %j is told as %s', (failure, code) => {
    const problem = explainFailure(new MtprotoError('x', failure));
    expect(problem).toBeInstanceOf(GatewayProblem);
    expect(problem).toMatchObject({ code });
  });

  it('says how long to wait', () => {
    const failure = { kind: 'flood-wait', seconds: 61, code: 'FLOOD_WAIT' } as const;
    expect(explainFailure(new MtprotoError('x', failure))).toMatchObject({
      details: { retryAfterSeconds: 61 },
    });
  });

  it('is silence when it took too long, and stays itself when Telegram had no part in it', () => {
    expect(explainFailure(new DeadlineError('stats', 1))).toMatchObject({ code: 'telegram-silent' });
    const other = new TypeError('ours');
    expect(explainFailure(other)).toBe(other);
  });
});
