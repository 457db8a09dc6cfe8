import type { DataCentreOptions } from '#sandbox/mtproto/data-centre.ts';
import type { Faults } from './faults.ts';

/** The options that subject a data centre itself to the rules: its clock, and the beginning of its connections. */
export function faultDataCentre(
  faults: Faults,
  dcId: number,
): Required<Pick<DataCentreOptions, 'now' | 'greet'>> {
  return {
    now: () => Date.now() / 1000 + faults.clockSkewSeconds(dcId),
    greet() {
      const rule = faults.take({ on: 'mtproto', method: 'connect', userId: null, dcId });
      if (rule === null) return null;
      const kind = rule.effect?.kind;
      return {
        delayMs: rule.delayMs ?? 0,
        fate: kind === 'reset' || kind === 'half-open' ? kind : 'serve',
      };
    },
  };
}
