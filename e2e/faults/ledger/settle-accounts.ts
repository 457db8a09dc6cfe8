import { type Alignment, alignStream, type ExpectedEffect } from './align-stream.ts';
import type { LedgerEntry } from './ledger.ts';

export interface Account {
  sent: number;
  /** Updates that the webhook answered with 2xx at least once. */
  acknowledged: number;
  /** Acknowledged, but the database does not hold them. */
  notHeld: number[];
  /** The database holds them, but nobody sent them. */
  unknown: number[];
  /** Neither done nor on their way to it: still waiting, or set aside. */
  unfinished: number[];
  /** Handled more than once, as the database itself says. */
  repeated: number;
  /** What people see of it. */
  effects: Alignment;
  /** Effects that came twice although the database knows of one attempt alone. */
  unmarkedDoubles: number[];
  /** Answers by status; 0: none came. */
  answers: Record<string, number>;
  /** Of the answers 2xx, ascending. */
  answerMs: number[];
}

/** Compares what was dispatched with what the database holds and with what the Bot API received, by set difference. */
export function settleAccounts(entries: readonly LedgerEntry[]): Account {
  const sent = new Set<number>();
  const acknowledged = new Set<number>();
  const held = new Map<number, { state: string; attempts: number }>();
  const expected = new Map<string, ExpectedEffect[]>();
  const seen = new Map<string, string[]>();
  const answers: Record<string, number> = {};
  const answerMs: number[] = [];
  for (const entry of entries) {
    if (entry.kind === 'dispatched') {
      sent.add(entry.updateId);
      const { updateId, token } = entry;
      if (token !== null) listOf(expected, entry.stream).push({ updateId, token });
    } else if (entry.kind === 'answered') {
      answers[entry.status] = (answers[entry.status] ?? 0) + 1;
      if (entry.status < 200 || entry.status > 299) continue;
      acknowledged.add(entry.updateId);
      answerMs.push(entry.tookMs);
    } else if (entry.kind === 'held') held.set(entry.updateId, entry);
    else listOf(seen, entry.stream).push(entry.token);
  }
  const effects: Alignment = { lost: [], doubled: [], inverted: [], foreign: [] };
  for (const stream of new Set([...expected.keys(), ...seen.keys()])) {
    // An update that was never acknowledged may or may not have been handled: Telegram would go on sending it.
    const answerable = (expected.get(stream) ?? []).filter(
      ({ updateId }) => acknowledged.has(updateId) || held.has(updateId),
    );
    const alignment = alignStream(answerable, seen.get(stream) ?? []);
    // What still waits in the inbox is unfinished, not lost.
    effects.lost.push(...alignment.lost.filter((id) => held.get(id)?.state !== 'waiting'));
    effects.doubled.push(...alignment.doubled);
    effects.inverted.push(...alignment.inverted);
    effects.foreign.push(...alignment.foreign);
  }
  return {
    sent: sent.size,
    acknowledged: acknowledged.size,
    notHeld: [...acknowledged].filter((id) => !held.has(id)),
    unknown: [...held.keys()].filter((id) => !sent.has(id)),
    unfinished: [...held].filter(([, { state }]) => state !== 'done').map(([id]) => id),
    repeated: [...held.values()].filter(({ attempts }) => attempts > 1).length,
    effects,
    unmarkedDoubles: effects.doubled.filter((id) => (held.get(id)?.attempts ?? 0) < 2),
    answers,
    answerMs: answerMs.sort((a, b) => a - b),
  };
}

/** The smallest of the ascending values that is not below this share of them; 0 without values. */
export function percentile(ascending: readonly number[], share: number): number {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? 0;
}

function listOf<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
