import { describe, expect, it } from 'vitest';
import { FaultError } from './fault-error.ts';
import type { FaultRule } from './fault-rule.ts';
import { createFaults, type FaultCall } from './faults.ts';

const aCall: FaultCall = { on: 'mtproto', method: 'updates.getState', userId: '1', dcId: 2 };
const flood = { kind: 'flood-wait', seconds: 3 } as const;

describe('a rule', () => {
  it('hits calls of its method, user and data centre alone, and counts them', () => {
    const faults = createFaults();
    faults.add({ method: 'updates.getState', userId: '1', dcId: 2, effect: flood });
    expect(faults.take(aCall)).toMatchObject({ id: 1, effect: flood });
    expect(faults.take({ ...aCall, method: 'help.getConfig' })).toBeNull();
    expect(faults.take({ ...aCall, userId: '2' })).toBeNull();
    expect(faults.take({ ...aCall, dcId: 4 })).toBeNull();
    expect(faults.take({ ...aCall, on: 'bot-api' })).toBeNull();
    expect(faults.list()).toMatchObject([{ id: 1, on: 'mtproto', hits: 1 }]);
  });

  it('is spent after its count, and the next rule that fits takes over', () => {
    const faults = createFaults();
    faults.add({ method: '*', count: 2, effect: flood });
    faults.add({ method: '*', delayMs: 5 });
    expect([1, 2, 3, 4].map(() => faults.take(aCall)?.id)).toEqual([1, 1, 2, 2]);
    expect(faults.remove(2)).toBe(true);
    expect(faults.remove(2)).toBe(false);
    expect(faults.take(aCall)).toBeNull();
  });

  it('hits its share of the calls, the same ones for the same seed', () => {
    function draw(seed: number): boolean[] {
      const faults = createFaults();
      faults.add({ method: '*', share: 0.3, seed, effect: flood });
      return Array.from({ length: 2000 }, () => faults.take(aCall) !== null);
    }
    const hits = draw(5);
    expect(draw(5)).toEqual(hits);
    expect(draw(6)).not.toEqual(hits);
    expect(hits.filter(Boolean).length / 2000).toBeCloseTo(0.3, 1);
  });

  it('makes the same draws again after everything was cleared', () => {
    const faults = createFaults();
    function draw(): boolean[] {
      faults.add({ method: '*', share: 0.5, effect: flood });
      const hits = Array.from({ length: 100 }, () => faults.take(aCall) !== null);
      faults.clear();
      return hits;
    }
    expect(draw()).toEqual(draw());
  });

  it('for all methods leaves the beginning of connections alone', () => {
    const faults = createFaults();
    faults.add({ method: '*', effect: { kind: 'reset' } });
    expect(faults.take({ ...aCall, method: 'connect' })).toBeNull();
  });

  it('turns a clock without hitting a call', () => {
    const faults = createFaults();
    faults.add({ method: '*', dcId: 4, effect: { kind: 'clock-skew', seconds: -600 } });
    expect(faults.take({ ...aCall, dcId: 4 })).toBeNull();
    expect([faults.clockSkewSeconds(4), faults.clockSkewSeconds(2)]).toEqual([-600, 0]);
  });

  it.each<[string, FaultRule]>([
    ['without anything to do', { method: '*' }],
    ['without a method', { method: '', effect: flood }],
    ['with a share of nothing', { method: '*', share: 0, effect: flood }],
    ['with a broken count', { method: '*', count: 1.5, effect: flood }],
    ['that duplicates a webhook delivery', { on: 'webhook', method: '*', effect: { kind: 'duplicate' } }],
    ['that floods a connection', { method: 'connect', effect: flood }],
    ['that turns one user’s clock', { method: '*', userId: '1', effect: { kind: 'clock-skew', seconds: 1 } }],
    ['for a data centre of the Bot API', { on: 'bot-api', method: '*', dcId: 2, effect: flood }],
  ])('is refused %s', (_what, rule) => {
    expect(() => createFaults().add(rule)).toThrow(FaultError);
  });
});
