import { createRandom, type Random } from '#sandbox/world/random.ts';
import { checkRule } from './check-rule.ts';
import type { ActiveFaultRule, FaultRule, FaultService } from './fault-rule.ts';

/** A call as far as rules tell calls apart. */
export interface FaultCall {
  on: FaultService;
  method: string;
  userId: string | null;
  dcId: number | null;
}

/** The rules that are set; one set for everything that serves. */
export interface Faults {
  /** Throws `FaultError` for a rule that cannot be. */
  add(rule: FaultRule): ActiveFaultRule;
  list(): readonly ActiveFaultRule[];
  remove(id: number): boolean;
  /** Forgets all rules and counts from one again, so that the same rules make the same draws. */
  clear(): void;
  /** The rule this call is subject to, counted as a hit; null: none. */
  take(call: FaultCall): ActiveFaultRule | null;
  /** By how much the clock of a data centre is off. */
  clockSkewSeconds(dcId: number): number;
}

interface SetRule {
  rule: ActiveFaultRule;
  random: Random;
}

export function createFaults(): Faults {
  let rules: SetRule[] = [];
  let lastId = 0;

  function isSkew(rule: ActiveFaultRule): boolean {
    return rule.effect?.kind === 'clock-skew';
  }

  return {
    add(given) {
      checkRule(given);
      lastId += 1;
      const rule: ActiveFaultRule = { ...given, on: given.on ?? 'mtproto', id: lastId, hits: 0 };
      rules.push({ rule, random: createRandom(`fault:${given.seed ?? lastId}`) });
      return rule;
    },
    list: () => rules.map(({ rule }) => ({ ...rule })),
    remove(id) {
      const before = rules.length;
      rules = rules.filter(({ rule }) => rule.id !== id);
      return rules.length < before;
    },
    clear() {
      rules = [];
      lastId = 0;
    },
    take(call) {
      for (const { rule, random } of rules) {
        if (isSkew(rule) || !fits(rule, call)) continue;
        if (rule.share !== undefined && !random.chance(rule.share)) continue;
        rule.hits += 1;
        return rule;
      }
      return null;
    },
    clockSkewSeconds(dcId) {
      for (const { rule } of rules) {
        if (rule.effect?.kind !== 'clock-skew') continue;
        if (rule.dcId === undefined || rule.dcId === dcId) return rule.effect.seconds;
      }
      return 0;
    },
  };
}

function fits(rule: ActiveFaultRule, call: FaultCall): boolean {
  if (rule.on !== call.on) return false;
  if (rule.count !== undefined && rule.hits >= rule.count) return false;
  // Names of Bot API methods are the same in any case; names of TL differ in more than case anyway.
  const isNamed = rule.method.toLowerCase() === call.method.toLowerCase();
  // `*` means calls, and a connection is not one.
  if (!isNamed && (rule.method !== '*' || call.method === 'connect')) return false;
  if (rule.userId !== undefined && rule.userId !== call.userId) return false;
  return rule.dcId === undefined || rule.dcId === call.dcId;
}
