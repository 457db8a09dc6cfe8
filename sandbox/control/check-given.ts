import { ControlError } from './control-error.ts';
import { type FieldKind, givenFields, isObject, isOfKind, kindNames } from './given-fields.ts';
import { operationNames, type SandboxControl } from './operations.ts';

/**
 * The same operations, each looking at what it is given before it does anything: what a program in another language, or
 * a hand with curl, leaves out must not become part of the world. Throws `ControlError` `bad-argument`.
 */
export function checkEveryCall(control: SandboxControl): SandboxControl {
  const operations = operationNames.map((name) => {
    const operation: (given: never) => Promise<unknown> = control[name];
    return [
      name,
      async (given: unknown = {}) => {
        checkGiven(name, given);
        return operation(given as never);
      },
    ];
  });
  return Object.fromEntries(operations) as SandboxControl;
}

function checkGiven(name: keyof SandboxControl, given: unknown): asserts given is object {
  if (!isObject(given)) throw new ControlError('bad-argument', `${name} takes an object of fields.`);
  const known = Object.keys(givenFields[name]);
  const unknown = Object.keys(given).filter((field) => !known.includes(field));
  if (unknown.length > 0) {
    const takes = known.length === 0 ? 'no fields' : known.join(', ');
    throw new ControlError('bad-argument', `${name} does not know ${unknown.join(', ')}; it takes ${takes}.`);
  }
  for (const [field, kind] of Object.entries(givenFields[name])) {
    const value = Object.hasOwn(given, field) ? given[field] : undefined;
    if (value === undefined && kind.endsWith('?')) continue;
    const needed = neededKind(kind);
    if (isOfKind(value, needed)) continue;
    const problem = value === undefined ? 'is missing: it is' : 'has to be';
    throw new ControlError('bad-argument', `${field} of ${name} ${problem} ${kindNames[needed]}.`);
  }
}

function neededKind(kind: FieldKind): keyof typeof kindNames {
  return (kind.endsWith('?') ? kind.slice(0, -1) : kind) as keyof typeof kindNames;
}
