import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignStream } from './align-stream.ts';
import { createLedger, type LedgerEntry } from './ledger.ts';
import { percentile, settleAccounts } from './settle-accounts.ts';

const clean = { lost: [], doubled: [], inverted: [], foreign: [] };
/** Four kinds in turn, as the dispatcher writes messages of one chat. */
const expected = Array.from({ length: 12 }, (_, index) => ({
  updateId: index,
  token: 'abcd'[index % 4] ?? '',
}));
const tokens = expected.map(({ token }) => token);

describe('alignStream', () => {
  it('finds nothing where everything came once and in order', () => {
    expect(alignStream(expected, tokens)).toEqual(clean);
  });

  it('finds exactly the one that is lost, whichever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }), (missing) => {
        const seen = tokens.filter((_, index) => index !== missing);
        expect(alignStream(expected, seen)).toEqual({ ...clean, lost: [missing] });
      }),
    );
  });

  it('finds exactly the one that was repeated at once, as a crash does, whichever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }), (twice) => {
        const seen = tokens.flatMap((token, index) => (index === twice ? [token, token] : [token]));
        expect(alignStream(expected, seen)).toEqual({ ...clean, doubled: [twice] });
      }),
    );
  });

  it('finds two that changed places, and what nobody asked for', () => {
    const [first = '', second = '', ...rest] = tokens;
    expect(alignStream(expected, [second, first, ...rest])).toEqual({ ...clean, inverted: [0] });
    expect(alignStream(expected, ['x', ...tokens])).toEqual({ ...clean, foreign: ['x'] });
  });
});

const sent = (updateId: number, token: string | null = null): LedgerEntry[] => [
  { kind: 'dispatched', updateId, stream: 's', token },
  { kind: 'answered', updateId, status: 200, at: 0, tookMs: updateId },
];
const held = (updateId: number, attempts = 1, state = 'done'): LedgerEntry => ({
  kind: 'held',
  updateId,
  state,
  attempts,
});
const received = (token: string): LedgerEntry => ({ kind: 'received', stream: 's', token, at: 0 });

describe('settleAccounts', () => {
  it('finds nothing wrong in clean books', () => {
    const books = [...sent(1, 'a'), ...sent(2), held(1), held(2), received('a')];
    expect(settleAccounts(books)).toEqual({
      ...{ sent: 2, acknowledged: 2, notHeld: [], unknown: [], unfinished: [], repeated: 0 },
      ...{ effects: clean, unmarkedDoubles: [], answers: { 200: 2 }, answerMs: [1, 2] },
    });
  });

  it('calls an update lost when it was acknowledged and is not held, but not when it was refused', () => {
    const refused: LedgerEntry[] = [
      { kind: 'dispatched', updateId: 3, stream: 's', token: 'b' },
      { kind: 'answered', updateId: 3, status: 503, at: 0, tookMs: 9 },
    ];
    const account = settleAccounts([...sent(1), ...sent(2), ...refused, held(2)]);
    expect(account.notHeld).toEqual([1]);
    expect(account.effects).toEqual(clean);
    expect(account.answers).toEqual({ 200: 2, 503: 1 });
    expect(account.answerMs).toEqual([1, 2]);
  });

  it('counts an effect that is missing, one that came twice, and one that waits', () => {
    const books = [
      ...sent(1, 'a'),
      ...sent(2, 'b'),
      ...sent(3, 'c'),
      held(1),
      held(2, 2),
      held(3, 1, 'waiting'),
    ];
    const account = settleAccounts([...books, received('a'), received('a'), received('b'), received('b')]);
    expect(account.effects).toEqual({ ...clean, doubled: [1, 2] });
    expect(account.unmarkedDoubles).toEqual([1]);
    expect(account.unfinished).toEqual([3]);
    expect(account.repeated).toBe(1);
    expect(settleAccounts([held(9)]).unknown).toEqual([9]);
  });

  it('keeps a file with a line for each entry', () => {
    const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-ledger-'));
    const ledger = createLedger(join(directory, 'ledger.jsonl'));
    for (const entry of sent(1)) ledger.append(entry);
    const lines = readFileSync(join(directory, 'ledger.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(ledger.entries());
    rmSync(directory, { recursive: true });
  });
});

describe('percentile', () => {
  it('is a value that occurred', () => {
    const values = Array.from({ length: 200 }, (_, index) => index + 1);
    expect([percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1)]).toEqual([
      100, 198, 200,
    ]);
    expect(percentile([], 0.5)).toBe(0);
  });
});
