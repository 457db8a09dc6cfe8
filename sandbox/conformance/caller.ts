/**
 * Conformance: every method of the registry, asked by real clients, answered as the world is. Rows are data
 * (`rows/`, one file per area), each written once in the schema's own names: who asks what, and either the whole answer
 * worked out from the world (`truth/`) or the exact error. GramJS and mtcute carry out the same rows, each reading its
 * own layer; refusals that hold for whole classes of methods are derived (`derive-rows.ts`), so a new method is held to
 * them at once. A method without rows fails. The mutants (`mutants/`) prove that the rows notice: each is one lie told
 * between the handler and the wire, and must turn at least one row red under both clients.
 */
import type { TlObject } from '#sandbox/tl/tl-object.ts';

/** What a client got, in the schema's names. */
export type Outcome = { kind: 'answer'; answer: unknown } | { kind: 'error'; code: number; text: string };

/** One client logged in as one user, or as nobody, at one data centre. */
export interface Caller {
  /** The layer its answers are spelled in. */
  layer: number;
  /** Asks one method. Errors of the server are outcomes; anything else throws. */
  call(request: TlObject): Promise<Outcome>;
  close(): Promise<void>;
}
