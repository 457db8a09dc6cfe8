import { readBoxed } from '#sandbox/tl/read-tl.ts';
import { TlCursor } from '#sandbox/tl/tl-cursor.ts';
import { TlError } from '#sandbox/tl/tl-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { ProtocolError } from './protocol-error.ts';

/** The next step of a handshake. */
export type Handshake = (request: TlObject) => TlObject;
export type Continue = (next: Handshake) => void;

/** The object at the cursor, in front of padding; null where there is none. */
export function readInner(plain: Buffer, cursor = new TlCursor(plain)): TlObject | null {
  try {
    return readBoxed(cursor);
  } catch (failure) {
    if (failure instanceof TlError) return null;
    throw failure;
  }
}

/** Both sides repeat each other's nonces and numbers; throws `ProtocolError` where one differs. */
export function expectSame(actual: unknown, expected: Buffer): void {
  if (!(actual instanceof Buffer) || !actual.equals(expected))
    throw refusal('a value that differs from ours');
}

/** Telegram answers every broken handshake alike: -404, then the end. */
export function refusal(what: string): ProtocolError {
  return new ProtocolError(what, -404);
}
