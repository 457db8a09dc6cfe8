import { type Combinator, parseType, type TlField } from './schema.ts';

/** mtcute publishes its schema as JSON: `l` is the layer, `e` the combinators. */
export interface MtcuteSchema {
  l: number;
  e: MtcuteCombinator[];
}

interface MtcuteCombinator {
  kind: 'class' | 'method';
  name: string;
  id: number;
  type: string;
  typeModifiers?: MtcuteModifiers;
  arguments: { name: string; type: string; typeModifiers?: MtcuteModifiers }[];
}

interface MtcuteModifiers {
  isVector?: boolean;
  isBareVector?: boolean;
  /** `flags2.7` */
  predicate?: string;
}

const builtIn = new Set(['boolFalse', 'boolTrue', 'vector']);

/** The combinators of mtcute's JSON, in the form `parseTlText` gives. */
export function parseMtcuteSchema(schema: MtcuteSchema): Combinator[] {
  return schema.e
    .filter((entry) => !builtIn.has(entry.name))
    .map((entry) => ({
      name: entry.name,
      id: entry.id,
      fields: entry.arguments.map(buildField),
      result: parseType(spell(entry.type, entry.typeModifiers)),
      isMethod: entry.kind === 'method',
    }));
}

function buildField(argument: MtcuteCombinator['arguments'][number]): TlField {
  const [flags, bit] = argument.typeModifiers?.predicate?.split('.') ?? [];
  return {
    name: argument.name,
    type: parseType(spell(argument.type, argument.typeModifiers)),
    condition: flags === undefined ? null : { flags, bit: Number(bit) },
  };
}

function spell(type: string, modifiers: MtcuteModifiers | undefined): string {
  if (modifiers?.isVector) return `Vector<${type}>`;
  return modifiers?.isBareVector ? `vector<${type}>` : type;
}
