/** What one field of a combinator holds on the wire. */
export type TlType =
  | { kind: 'int' | 'long' | 'double' | 'string' | 'bytes' | 'int128' | 'int256' | 'flags' | 'true' | 'bool' }
  /** Any boxed object, its constructor id first; `name` is the type, `X` for whatever a wrapped query is. */
  | { kind: 'boxed'; name: string }
  /** A constructor without its id. */
  | { kind: 'bare'; name: string }
  | { kind: 'vector'; item: TlType; isBare: boolean };

export interface TlField {
  name: string;
  type: TlType;
  /** Present only when bit `bit` of the flags field `flags` is set. */
  condition: { flags: string; bit: number } | null;
}

/** One constructor or method of a schema. */
export interface Combinator {
  name: string;
  /** Unsigned 32-bit. */
  id: number;
  fields: TlField[];
  result: TlType;
  isMethod: boolean;
}

const plainKinds = {
  int: 'int',
  long: 'long',
  int53: 'long',
  double: 'double',
  string: 'string',
  bytes: 'bytes',
  int128: 'int128',
  int256: 'int256',
  '#': 'flags',
  true: 'true',
  Bool: 'bool',
} as const;

/** Reads a type as a schema spells it: `int`, `Vector<long>`, `%Message`, `!X`, `messages.ChatFull`. */
export function parseType(text: string): TlType {
  const vector = /^(%?)([Vv])ector<(.+)>$/.exec(text);
  if (vector) {
    return {
      kind: 'vector',
      item: parseType(vector[3] ?? ''),
      isBare: vector[2] === 'v' || vector[1] === '%',
    };
  }
  if (Object.hasOwn(plainKinds, text)) {
    return { kind: plainKinds[text as keyof typeof plainKinds] };
  }
  const name = text.replace(/^!/, '');
  const lastPart = name.slice(name.lastIndexOf('.') + 1);
  return lastPart.charAt(0) === lastPart.charAt(0).toLowerCase()
    ? { kind: 'bare', name }
    : { kind: 'boxed', name };
}
