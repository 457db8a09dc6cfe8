import { FaultError } from './fault-error.ts';
import type { FaultEffect, FaultRule, FaultService } from './fault-rule.ts';

const kinds: Record<FaultService, readonly FaultEffect['kind'][]> = {
  mtproto: [
    ...(['error', 'flood-wait', 'silent', 'lost-answer', 'reset', 'half-open', 'duplicate'] as const),
    ...(['reorder', 'revoke', 'duplicated-key', 'forgotten-key', 'bad-salt', 'clock-skew'] as const),
  ],
  'bot-api': ['error', 'flood-wait', 'silent', 'lost-answer', 'reset'],
  webhook: ['error', 'silent', 'reset'],
};
/** What can happen before anything was said. */
const kindsOfConnect: readonly FaultEffect['kind'][] = ['reset', 'half-open'];

/** Refuses rules that would never do what they say. Throws `FaultError`; rules come over HTTP, so nothing is certain. */
export function checkRule(rule: FaultRule): void {
  const { on = 'mtproto', method, share, count, delayMs, dcId, seed, effect } = rule;
  if (!Object.hasOwn(kinds, on)) throw new FaultError(`There is no service ${String(on)}.`);
  if (typeof method !== 'string' || method === '')
    throw new FaultError('A rule names a method, or * for all.');
  if (effect === undefined && delayMs === undefined) throw new FaultError('A rule has an effect or a delay.');
  if (share !== undefined && !(share > 0 && share <= 1))
    throw new FaultError('A share is above 0 and at most 1.');
  expectWhole('count', count, 1);
  expectWhole('delayMs', delayMs, 0);
  expectWhole('dcId', dcId, 1);
  expectWhole('seed', seed, 0);
  if (on !== 'mtproto' && dcId !== undefined) throw new FaultError('Only MTProto has data centres.');
  if (on === 'webhook' && rule.userId !== undefined)
    throw new FaultError('Deliveries are not told apart by user.');
  if (effect === undefined) return;
  const allowed = on === 'mtproto' && method === 'connect' ? kindsOfConnect : kinds[on];
  if (!allowed.includes(effect.kind))
    throw new FaultError(`${String(effect.kind)} cannot happen to ${method} on ${on}.`);
  if (effect.kind === 'flood-wait') expectWhole('seconds', effect.seconds, 1);
  if (effect.kind === 'error' && !Number.isInteger(effect.code)) throw new FaultError('An error has a code.');
  if (effect.kind === 'clock-skew') checkSkew(rule, effect.seconds);
}

function checkSkew({ method, userId, share, count, delayMs }: FaultRule, seconds: unknown): void {
  if (!Number.isFinite(seconds)) throw new FaultError('A clock is off by a number of seconds.');
  const isNarrow = [userId, share, count, delayMs].some((limit) => limit !== undefined);
  if (method !== '*' || isNarrow)
    throw new FaultError('A clock is off for everybody: method * and at most a dcId.');
}

function expectWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new FaultError(`${name} is a whole number from ${least}.`);
}
