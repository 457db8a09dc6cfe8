/** Lies a sandbox might tell, each small, each to be noticed by the rows. */
import type { RpcAnswer, RpcCall, RpcHandler } from '#sandbox/mtproto/rpc-call.ts';
import type { Setting } from '../scene.ts';

/** Stands between the wire and the handler: may change the call, the answer or the error. */
export type Mutate = (call: RpcCall, answer: RpcHandler, setting: Setting) => Promise<RpcAnswer>;

export interface Mutant {
  /** The lie, as a sentence. */
  title: string;
  /** The methods whose rows are tried first; others follow. */
  methods: readonly string[];
  mutate: Mutate;
}
