import { createRequire } from 'node:module';
import { type MtcuteSchema, parseMtcuteSchema } from './mtcute-schema.ts';
import type { Combinator } from './schema.ts';
import { serviceSchema } from './service-schema.ts';
import { parseTlText } from './tl-text.ts';

/** One layer of the API, MTProto's own messages included. */
export interface Layer {
  number: number;
  combinators: Combinator[];
  byName: ReadonlyMap<string, Combinator>;
  /** Constructors of each type, for whoever makes values up. */
  byType: ReadonlyMap<string, Combinator[]>;
}

/** Of `telegram/tl/apiTl.js`; GramJS names it only in a module that costs 300 ms to load, so a test compares them. */
export const GRAMJS_LAYER = 198;

let loaded: readonly Layer[] | null = null;

/** The known layers, newest first; parsed at the first call (about 60 ms). */
export function layers(): readonly Layer[] {
  loaded ??= loadLayers();
  return loaded;
}

/** The newest known layer that is not newer than `layer`; the oldest known one for anything below it. */
export function closestLayer(layer: number): Layer {
  const known = layers();
  const oldest = known[known.length - 1];
  if (!oldest) throw new Error('no TL schema is loaded');
  return known.find((candidate) => candidate.number <= layer) ?? oldest;
}

function loadLayers(): Layer[] {
  const require = createRequire(import.meta.url);
  const service = parseTlText(serviceSchema);
  const mtcute: MtcuteSchema = require('@mtcute/core/tl/api-schema.json');
  const gramjsText: string = require('telegram/tl/apiTl.js');
  return [
    buildLayer(mtcute.l, [...parseMtcuteSchema(mtcute), ...service]),
    buildLayer(GRAMJS_LAYER, [...parseTlText(gramjsText), ...service]),
  ].sort((left, right) => right.number - left.number);
}

function buildLayer(number: number, combinators: Combinator[]): Layer {
  const byType = new Map<string, Combinator[]>();
  for (const combinator of combinators) {
    if (combinator.isMethod || combinator.result.kind !== 'boxed') continue;
    const siblings = byType.get(combinator.result.name);
    if (siblings) siblings.push(combinator);
    else byType.set(combinator.result.name, [combinator]);
  }
  return { number, combinators, byName: new Map(combinators.map((one) => [one.name, one])), byType };
}
