import { botApiMethods } from '#sandbox/bot-api/methods/registry.ts';
import { knownKinds } from '#sandbox/bot-api/methods/update-methods.ts';
import { checkRule } from '#sandbox/faults/check-rule.ts';
import { FaultError } from '#sandbox/faults/fault-error.ts';
import type { ActiveFaultRule, FaultEffect, FaultRule } from '#sandbox/faults/fault-rule.ts';
import type { Faults } from '#sandbox/faults/faults.ts';
import { createMethods } from '#sandbox/methods/registry.ts';
import { ControlError } from './control-error.ts';

/** A failing MTProto method in short. */
export interface MtprotoFault extends Omit<FaultRule, 'on'> {
  error?: { code: number; text: string };
}

/** A failing method of the Bot API in short. */
export interface BotApiFault extends Omit<FaultRule, 'on' | 'effect'> {
  effect: FaultEffect | { kind: 'delay'; ms: number };
}

/** What goes wrong on purpose. */
export type FaultOperations = {
  /** Sets a rule for any service; `sandbox/faults/fault-rule.ts` says what rules can do. */
  addFault(given: FaultRule): Promise<{ id: number }>;
  /** `addFault` on `mtproto`. */
  addMtprotoFault(given: MtprotoFault): Promise<{ id: number }>;
  /** `addFault` on `bot-api`. */
  addBotApiFault(given: BotApiFault): Promise<{ id: number }>;
  removeFault(given: { id: number }): Promise<{ isRemoved: boolean }>;
  /** The rules that are set, spent ones too, with how many calls each has hit. */
  listFaults(
    given?: object,
  ): Promise<{ mtproto: ActiveFaultRule[]; botApi: ActiveFaultRule[]; webhook: ActiveFaultRule[] }>;
  clearFaults(given?: object): Promise<{ isCleared: true }>;
};

const none: readonly string[] = [];
/** Fields of every effect beside its kind. */
const effectFields: Record<FaultEffect['kind'] | 'delay', readonly string[]> = {
  error: ['code', 'description', 'retryAfter'],
  'flood-wait': ['seconds', 'isPremium'],
  revoke: ['text'],
  'clock-skew': ['seconds'],
  delay: ['ms'],
  ...{ silent: none, 'lost-answer': none, reset: none, 'half-open': none, duplicate: none, reorder: none },
  ...{ 'duplicated-key': none, 'forgotten-key': none, 'bad-salt': none },
};

/** A misspelt field would be passed over, and the fault be another one than was meant. */
function checkFields(what: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).filter((field) => !known.includes(field));
  if (unknown.length === 0) return;
  const takes = known.length === 0 ? 'no fields' : known.join(', ');
  throw new ControlError('bad-fault-rule', `${what} does not know ${unknown.join(', ')}; it takes ${takes}.`);
}

function checkEffect({ kind, ...fields }: { kind: FaultEffect['kind'] | 'delay' }): void {
  if (Object.hasOwn(effectFields, kind)) checkFields(`The effect ${kind}`, fields, effectFields[kind]);
}

export function createFaultOperations(faults: Faults): FaultOperations {
  const methods = createMethods();

  /** Rules for what is never called would wait for ever and look set. */
  function checkMethod({ on = 'mtproto', method }: FaultRule): void {
    const isKnown =
      method === '*' ||
      (on === 'mtproto' && (method === 'connect' || methods.has(method))) ||
      (on === 'bot-api' && botApiMethods.has(method.toLowerCase())) ||
      (on === 'webhook' && knownKinds.has(method));
    if (!isKnown) {
      throw new ControlError(
        'no-such-method',
        `Nothing here answers ${method} on ${on}, so it cannot be made to fail.`,
      );
    }
  }

  function add(rule: FaultRule): { id: number } {
    const { effect } = rule;
    if (effect !== undefined) checkEffect(effect);
    if (effect?.kind === 'error' && typeof effect.description !== 'string')
      throw new ControlError('bad-fault-rule', 'An error says in a text what went wrong.');
    try {
      checkRule(rule);
      checkMethod(rule);
      return { id: faults.add(rule).id };
    } catch (failure) {
      throw failure instanceof FaultError ? new ControlError(failure.code, failure.message) : failure;
    }
  }

  return {
    addFault: async (rule) => add(rule),
    addMtprotoFault: async ({ error, ...rule }) => {
      if (error === undefined) return add({ ...rule, on: 'mtproto' });
      checkFields('An error', error, ['code', 'text']);
      const effect: FaultEffect = { kind: 'error', code: error.code, description: error.text };
      return add({ ...rule, on: 'mtproto', effect });
    },
    addBotApiFault: async ({ effect, ...rule }) => {
      if (effect.kind !== 'delay') return add({ ...rule, on: 'bot-api', effect });
      checkEffect(effect);
      return add({ ...rule, on: 'bot-api', delayMs: effect.ms });
    },
    removeFault: async ({ id }) => ({ isRemoved: faults.remove(id) }),
    listFaults: async () => {
      const rules = faults.list();
      return {
        mtproto: rules.filter(({ on }) => on === 'mtproto'),
        botApi: rules.filter(({ on }) => on === 'bot-api'),
        webhook: rules.filter(({ on }) => on === 'webhook'),
      };
    },
    clearFaults: async () => {
      faults.clear();
      return { isCleared: true };
    },
  };
}
