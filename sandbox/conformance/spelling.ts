import { closestLayer, type Layer } from '#sandbox/tl/layers.ts';
import type { Combinator, TlType } from '#sandbox/tl/schema.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';

/** How one client spells TL objects; both turn the schema's `snake_case` fields into `camelCase`, in ways of their own. */
export interface ClientDialect {
  layer: number;
  /** The combinator behind one of the client's objects: its full name or its id. */
  identify(object: object): string | number;
  /** A new object of the client with these fields, already in its spelling. */
  construct(name: string, fields: Record<string, unknown>): unknown;
  /** A `long` as the client wants it in the field `field` of `owner`. */
  writeLong(value: bigint, owner: string, field: string): unknown;
  /** A field's name in its spelling. */
  nameField(field: string): string;
}

/** Translates between the schema's names and a client's. */
export interface Spelling {
  toClient(object: TlObject): unknown;
  /** Fields that are absent, and flags that are not set, are left out. */
  fromClient(value: unknown): unknown;
}

export function createSpelling(dialect: ClientDialect): Spelling {
  const layer = closestLayer(dialect.layer);
  const byId = new Map(layer.combinators.map((combinator) => [combinator.id, combinator]));

  function toClient(object: TlObject): unknown {
    const { fields, name } = named(layer, object._);
    const spelled: Record<string, unknown> = {};
    for (const { name: field, type } of fields) {
      const value = object[field];
      if (value === undefined || value === null) continue;
      spelled[dialect.nameField(field)] = write(value, type, name, field);
    }
    return dialect.construct(name, spelled);
  }

  function write(value: unknown, type: TlType, owner: string, field: string): unknown {
    if (Array.isArray(value) && type.kind === 'vector') {
      return value.map((item: unknown) => write(item, type.item, owner, field));
    }
    if (typeof value === 'bigint') return dialect.writeLong(value, owner, field);
    return isTlObject(value) ? toClient(value) : value;
  }

  function fromClient(value: unknown, kind: TlType['kind'] = 'boxed'): unknown {
    if (Array.isArray(value)) return value.map((item) => fromClient(item));
    if (value instanceof Uint8Array) return Buffer.from(value);
    if (typeof value !== 'object' || value === null) {
      return kind === 'long' && typeof value === 'number' ? BigInt(value) : value;
    }
    if (kind === 'long' || isBigNumber(value)) return BigInt.asIntN(64, BigInt(String(value)));
    const identity = dialect.identify(value);
    const combinator = typeof identity === 'number' ? byId.get(identity) : layer.byName.get(identity);
    if (combinator === undefined) throw new TypeError(`the schema has no ${identity}`);
    return readObject(value as Record<string, unknown>, combinator);
  }

  function readObject(object: Record<string, unknown>, combinator: Combinator): TlObject {
    const read: Record<string, unknown> = {};
    for (const { name, type } of combinator.fields) {
      const value = object[dialect.nameField(name)];
      const isAbsent = value === undefined || value === null || (type.kind === 'true' && value === false);
      if (isAbsent || type.kind === 'flags') continue;
      const itemKind = type.kind === 'vector' ? type.item.kind : null;
      read[name] =
        itemKind !== null && Array.isArray(value)
          ? value.map((item) => fromClient(item, itemKind))
          : fromClient(value, type.kind);
    }
    return { _: combinator.name, ...read };
  }

  return { toClient, fromClient: (value) => fromClient(value) };
}

export function isTlObject(value: unknown): value is TlObject {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string';
}

function named(layer: Layer, name: string): Combinator {
  const combinator = layer.byName.get(name);
  if (combinator === undefined) throw new TypeError(`layer ${layer.number} has no ${name}`);
  return combinator;
}

/** GramJS's `big-integer` and mtcute's `Long` are objects; what they have in common is arithmetic. */
function isBigNumber(value: object): boolean {
  return 'multiply' in value && typeof value.multiply === 'function';
}
