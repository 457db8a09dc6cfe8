import { describe, expect, it } from 'vitest';
import type { MtprotoFailure } from '../telegram/mtproto-failure.ts';
import { type AfterFailure, planAfterFailure } from './plan-after-failure.ts';

const now = 1_000_000;

describe('planning after a failed call', () => {
  it.each([1, 5, 59, 61, 3_600, 86_400])(
    'never comes back before a flood wait of %i s is over',
    (seconds) => {
      for (const random of [0, 0.5, 0.999]) {
        const plan = planAfterFailure({ kind: 'flood-wait', seconds, code: 'FLOOD_WAIT' }, now, random);
        // Up to a minute is waited for; in more than that somebody else may read.
        expect(plan.kind).toBe(seconds > 60 ? 'hand-over' : 'later');
        const runAt = 'runAt' in plan ? plan.runAt : 0;
        expect(runAt).toBeGreaterThan(now + seconds * 1_000);
        expect(runAt).toBeLessThanOrEqual(now + seconds * 1_000 + 2_000);
      }
    },
  );

  it.each<[MtprotoFailure, AfterFailure]>([
    [
      { kind: 'session-dead', code: 'SESSION_REVOKED' },
      { kind: 'hand-over', until: null, runAt: now + 60_000 },
    ],
    [
      { kind: 'frozen', code: 'FROZEN_METHOD_INVALID' },
      { kind: 'hand-over', until: null, runAt: now + 60_000 },
    ],
    [{ kind: 'channel-unavailable', code: 'CHANNEL_INVALID' }, { kind: 'resolve-again' }],
    [
      { kind: 'channel-unavailable', code: 'CHANNEL_PRIVATE' },
      { kind: 'give-up', state: 'unreachable', code: 'CHANNEL_PRIVATE', isForAll: false },
    ],
    [
      { kind: 'name-not-found', code: 'USERNAME_NOT_OCCUPIED' },
      { kind: 'give-up', state: 'gone', code: 'USERNAME_NOT_OCCUPIED', isForAll: true },
    ],
    [
      { kind: 'refused', code: 'BOT_METHOD_INVALID' },
      { kind: 'give-up', state: 'unreachable', code: 'BOT_METHOD_INVALID', isForAll: false },
    ],
    [{ kind: 'network', code: 'deadline' }, { kind: 'retry' }],
    [{ kind: 'server-trouble', code: 'RPC_CALL_FAIL' }, { kind: 'retry' }],
    [{ kind: 'unknown', code: 'TypeError' }, { kind: 'retry' }],
  ])('answers %j with %j', (failure, plan) => {
    expect(planAfterFailure(failure, now, 0.5)).toEqual(plan);
  });
});
