import { GRAMJS_LAYER } from '#sandbox/tl/layers.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeTl } from '#sandbox/tl/write-tl.ts';

/** Writes one of MTProto's own messages, which are the same in every layer. */
export function writeService(object: TlObject): Buffer {
  return writeTl(GRAMJS_LAYER, object);
}
