import { atMost, type Figure, shown } from '#bench/figure.ts';
import type { Account } from '../ledger/settle-accounts.ts';
import type { CarriedLoad } from './carry-load.ts';
import type { FaultCounts } from './tried-promise.ts';

/** How many ids of one kind are named in a finding. */
const namedIds = 10;

/** The figures every load shares; `mostDoubled` is how many repeated messages are allowed; null: nothing is promised. */
export function accountFigures(id: string, load: CarriedLoad, mostDoubled: number | null): Figure[] {
  const { account } = load;
  const doubled = account.effects.doubled.length;
  return [
    shown(`${id}-sent`, account.sent, 'updates'),
    shown(`${id}-acknowledged`, account.acknowledged, 'updates'),
    atMost(`${id}-unacknowledged`, account.sent - account.acknowledged, 'updates', 0),
    atMost(`${id}-lost`, account.notHeld.length, 'updates', 0),
    atMost(`${id}-unfinished`, account.unfinished.length, 'updates', 0),
    atMost(`${id}-lost-effects`, account.effects.lost.length + account.effects.foreign.length, 'messages', 0),
    mostDoubled === null
      ? shown(`${id}-double-effects`, doubled, 'messages')
      : atMost(`${id}-double-effects`, doubled, 'messages', mostDoubled),
    atMost(`${id}-unmarked-doubles`, account.unmarkedDoubles.length, 'messages', 0),
    atMost(`${id}-inversions`, account.effects.inverted.length, 'messages', 0),
  ];
}

export function updateCounts({ sent, notHeld, effects }: Account): NonNullable<FaultCounts['updates']> {
  return { sent, lost: notHeld.length + effects.lost.length, doubled: effects.doubled.length };
}

/** What is wrong in the accounts, by the ids of the updates. */
export function accountFindings({ account, drainedMs }: CarriedLoad): string[] {
  const lists: [string, readonly (number | string)[]][] = [
    ['acknowledged, but not in the database', account.notHeld],
    ['in the database, but not done', account.unfinished],
    ['done, but nobody was answered', account.effects.lost],
    ['answered twice', account.effects.doubled],
    ['answered twice after one attempt', account.unmarkedDoubles],
    ['answered after a later one', account.effects.inverted],
    ['answers nobody asked for', account.effects.foreign],
  ];
  const findings = lists
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => `${ids.length} ${what}: ${ids.slice(0, namedIds).join(', ')}`);
  return drainedMs === null ? ['the inbox was not empty in time', ...findings] : findings;
}
