import { createRandom } from '../random.ts';
import { awakeSeconds, daySeconds } from '../story-clock.ts';
import type { JoinReason, MemberTotals } from '../world.ts';
import type { DemoProfile } from './profile.ts';

/** Why people come by themselves; bought members are counted apart. */
export const joinReasons = ['search', 'mention', 'link', 'folder', 'similar'] as const;
export type NaturalReason = (typeof joinReasons)[number];

/** Who came and who left on one story day. */
export interface DayOfMembers {
  joined: Record<NaturalReason, number>;
  /** The same people in the order in which they came. */
  reasons: readonly NaturalReason[];
  left: number;
}

/** The crowd of a generated channel. Days are counted from 1970 in story time. */
export interface MemberFlow {
  /** Size of the crowd at a story time. */
  subscribersAt(story: number): number;
  day(day: number): DayOfMembers;
  /** Everybody who ever came and left until a story time; what is left of them is the crowd. */
  totalsAt(story: number): MemberTotals;
  /** How many came by themselves, were bought and left until a story time: `totalsAt` without the reasons. */
  countsAt(story: number): MemberCounts;
  /** The day on which the person came who was the `index`th (from 0) to come by themselves, and their place in it. */
  dayOfJoin(index: number): { day: number; index: number };
}

export interface MemberCounts {
  natural: number;
  bought: number;
  left: number;
}

interface DayTotals extends DayOfMembers {
  joinedBefore: number;
  reasonsBefore: Record<NaturalReason, number>;
  leftBefore: number;
}

/** `firstDay` begins with `profile.subscribers`; `epochDay` is what purchases are counted back from. */
export function createMemberFlow(
  profile: DemoProfile,
  seed: number,
  firstDay: number,
  epochDay: number,
): MemberFlow {
  const totals: DayTotals[] = [];

  function dayOf(day: number): DayOfMembers {
    const random = createRandom(`${seed}:${profile.id}:members:${day}`);
    const mood = random.logNormal(0.3);
    const count = random.poisson(profile.joinsPerDay * mood);
    const reasons = Array.from({ length: count }, () => random.pick(joinReasons));
    return { joined: countReasons(reasons), reasons, left: random.poisson(profile.leavesPerDay) };
  }

  function totalsOf(day: number): DayTotals {
    const wanted = Math.max(0, day - firstDay);
    let last = totals.at(-1);
    for (let next = totals.length; next <= wanted || last === undefined; next += 1) {
      last = {
        ...dayOf(firstDay + next),
        joinedBefore: (last?.joinedBefore ?? 0) + (last?.reasons.length ?? 0),
        reasonsBefore: addReasons(last?.reasonsBefore ?? countReasons([]), last?.joined ?? countReasons([])),
        leftBefore: (last?.leftBefore ?? 0) + (last?.left ?? 0),
      };
      totals.push(last);
    }
    return totals[wanted] ?? last;
  }

  function boughtAt(story: number): number {
    return profile.purchases.reduce((bought, { daysBeforeEpoch, members, hours }) => {
      const begin = (epochDay - daysBeforeEpoch) * daySeconds + 2 * 3600;
      const progress = Math.min(1, Math.max(0, (story - begin) / (hours * 3600)));
      return bought + Math.floor(members * progress);
    }, 0);
  }

  /** The day of a story time, and which share of its coming and going is over. */
  function placeOf(story: number): { totals: DayTotals; passed: number } {
    const day = Math.max(firstDay, Math.floor(story / daySeconds));
    const awake = awakeSeconds(story) - awakeSeconds(day * daySeconds);
    return { totals: totalsOf(day), passed: Math.min(1, Math.max(0, awake / daySeconds)) };
  }

  function countsAt(story: number): MemberCounts {
    const { totals: of, passed } = placeOf(story);
    const natural = of.joinedBefore + Math.floor(of.reasons.length * passed);
    const bought = boughtAt(story);
    // Nobody leaves an empty channel.
    const most = profile.subscribers + natural + bought - 1;
    return { natural, bought, left: Math.min(most, of.leftBefore + Math.floor(of.left * passed)) };
  }

  return {
    day: dayOf,
    countsAt,
    subscribersAt(story) {
      const { natural, bought, left } = countsAt(story);
      return profile.subscribers + natural + bought - left;
    },
    totalsAt(story) {
      const { totals: of, passed } = placeOf(story);
      const today = countReasons(of.reasons.slice(0, Math.floor(of.reasons.length * passed)));
      const { bought, left } = countsAt(story);
      return { joined: { ...addReasons(of.reasonsBefore, today), bought }, left };
    },
    dayOfJoin(index) {
      let day = firstDay;
      for (let of = totalsOf(day); of.joinedBefore + of.reasons.length <= index; of = totalsOf(day)) day += 1;
      return { day, index: index - totalsOf(day).joinedBefore };
    },
  };
}

function countReasons(reasons: readonly JoinReason[]): Record<NaturalReason, number> {
  const counts = { search: 0, mention: 0, link: 0, folder: 0, similar: 0 };
  for (const reason of reasons) if (reason !== 'bought') counts[reason] += 1;
  return counts;
}

function addReasons(
  left: Record<NaturalReason, number>,
  right: Record<NaturalReason, number>,
): Record<NaturalReason, number> {
  return {
    search: left.search + right.search,
    mention: left.mention + right.mention,
    link: left.link + right.link,
    folder: left.folder + right.folder,
    similar: left.similar + right.similar,
  };
}
