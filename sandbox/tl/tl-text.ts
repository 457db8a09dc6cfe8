import { type Combinator, parseType, type TlField } from './schema.ts';
import { TlError } from './tl-error.ts';

const line = /^([\w.]+)#([0-9a-f]+)((?: [^=]+)?) = ([^;]+);$/;
const field = /^(\w+):(?:(\w+)\.(\d+)\?)?(.+)$/;
/** Written by hand in the reader and the writer. */
const builtIn = new Set(['boolFalse', 'boolTrue', 'vector']);

/** Reads a schema in TL's own notation; lines without an id (`int ? = Int;`) and comments are passed over. */
export function parseTlText(text: string): Combinator[] {
  const combinators: Combinator[] = [];
  let isMethod = false;
  for (const raw of text.split('\n')) {
    const trimmed = raw.trim();
    if (trimmed === '---functions---') isMethod = true;
    else if (trimmed === '---types---') isMethod = false;
    else if (/^[\w.]+#/.test(trimmed)) {
      const combinator = parseLine(trimmed, isMethod);
      if (combinator) combinators.push(combinator);
    }
  }
  return combinators;
}

function parseLine(text: string, isMethod: boolean): Combinator | null {
  const match = line.exec(text);
  if (!match) throw new TlError(`not a TL definition: ${text}`);
  const [, name = '', id = '', parameters = '', result = ''] = match;
  if (builtIn.has(name)) return null;
  const fields = parameters
    .trim()
    .split(/\s+/)
    .filter((part) => part !== '' && !part.startsWith('{'))
    .map(parseField);
  return { name, id: Number.parseInt(id, 16), fields, result: parseType(result), isMethod };
}

function parseField(text: string): TlField {
  const match = field.exec(text);
  if (!match) throw new TlError(`not a TL field: ${text}`);
  const [, name = '', flags, bit, type = ''] = match;
  return {
    name,
    type: parseType(type),
    condition: flags === undefined ? null : { flags, bit: Number(bit) },
  };
}
