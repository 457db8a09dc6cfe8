/**
 * The books of a run: what was dispatched to the webhook and how it was answered, what the Bot API received in
 * consequence, and what the database holds. Entries are only ever added; `settle-accounts.ts` compares the three.
 */
import { appendFileSync } from 'node:fs';

export type LedgerEntry =
  | {
      kind: 'dispatched';
      updateId: number;
      /** Effects of one stream appear in the order of its updates. */
      stream: string;
      /** How the effect of this update is known among those of its stream; null: it has none. */
      token: string | null;
    }
  /** One answer of the webhook; `status` 0: none came. */
  | { kind: 'answered'; updateId: number; status: number; at: number; tookMs: number }
  | { kind: 'received'; stream: string; token: string; at: number }
  | { kind: 'held'; updateId: number; state: string; attempts: number };

export interface Ledger {
  append(entry: LedgerEntry): void;
  entries(): readonly LedgerEntry[];
}

/** Keeps the entries in memory, and in `file` as well, a line of JSON each, where one is given. */
export function createLedger(file: string | null): Ledger {
  const entries: LedgerEntry[] = [];
  return {
    append(entry) {
      entries.push(entry);
      if (file !== null) appendFileSync(file, `${JSON.stringify(entry)}\n`);
    },
    entries: () => entries,
  };
}
