import { daySeconds, type StoryClock } from '../story-clock.ts';
import type { MemberEvent, WorldInvite } from '../world.ts';
import type { MemberScript } from '../world-source.ts';
import { crowdUserId } from './crowd.ts';
import { inviteOfJoin, planInvites } from './invites.ts';
import type { MemberFlow } from './member-flow.ts';
import type { DemoProfile } from './profile.ts';

export interface MemberScriptOptions {
  profile: DemoProfile;
  flow: MemberFlow;
  clock: StoryClock;
  seed: number;
  createdAt: number;
  creatorId: string | null;
  /** Members of the first hour who have names; they are part of the crowd's number and never leave by themselves. */
  namedCount: number;
}

type Figure = 'natural' | 'bought' | 'left';
type Window = [from: number, to: number];

/**
 * Who came and left, one by one, in world time. Everything happens at whole seconds, and is found by bisection in the
 * flow's own counts, so the events between two instants are always exactly the difference of the counts.
 */
export function createMemberScript(options: MemberScriptOptions): MemberScript {
  const { profile, flow, clock, namedCount } = options;
  const invites = planInvites(options);

  function countsAt(second: number): ReturnType<MemberFlow['countsAt']> {
    return flow.countsAt(clock.toStory(second));
  }

  /** Seconds never change, so each is looked for once. */
  const known: Record<Figure, number[]> = { natural: [], bought: [], left: [] };

  /** First whole second at which `figure` is above `index`; it must lie within `window`. */
  function secondOf(figure: Figure, index: number, [from, to]: Window): number {
    const before = known[figure][index];
    if (before !== undefined) return before;
    let low = from;
    let high = to;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (countsAt(middle)[figure] > index) high = middle;
      else low = middle + 1;
    }
    known[figure][index] = low;
    return low;
  }

  function naturalSecond(index: number): number {
    return secondOf('natural', index, windowOf(flow.dayOfJoin(index).day, clock));
  }

  function naturalJoin(index: number): MemberEvent {
    const { day, index: place } = flow.dayOfJoin(index);
    const reason = flow.day(day).reasons[place] ?? 'search';
    const invite = reason === 'link' ? inviteOfJoin(invites, index) : null;
    const userId = crowdUserId(profile.id, profile.subscribers + index, false);
    return { kind: 'join', at: naturalSecond(index), userId, reason, inviteHash: invite?.hash ?? null };
  }

  const joins: MemberEvent[] = [];

  function eventsBetween(from: number, to: number): MemberEvent[] {
    const window: Window = [Math.max(options.createdAt, Math.floor(from)), Math.floor(to)];
    const [before, after] = [countsAt(Math.floor(from)), countsAt(window[1])];
    const events: MemberEvent[] = [];
    for (let index = before.natural; index < after.natural; index += 1) {
      const join = joins[index] ?? naturalJoin(index);
      joins[index] = join;
      events.push(join);
    }
    for (let index = before.bought; index < after.bought; index += 1) {
      const userId = crowdUserId(profile.id, index, true);
      const at = secondOf('bought', index, window);
      events.push({ kind: 'join', at, userId, reason: 'bought', inviteHash: null });
    }
    for (let index = before.left; index < after.left; index += 1) {
      // Those leave first who came first.
      const userId = crowdUserId(profile.id, namedCount + index, false);
      const at = secondOf('left', index, window);
      events.push({ kind: 'leave', at, userId, reason: null, inviteHash: null });
    }
    return events.sort((left, right) => left.at - right.at);
  }

  return {
    totalsAt: (at) => flow.totalsAt(clock.toStory(Math.floor(at))),
    eventsBetween,
    invites: (): readonly WorldInvite[] => invites,
    newestAt(at, count) {
      const { natural, bought, left } = countsAt(Math.floor(at));
      const members: { userId: string; at: number }[] = [];
      const natives = { next: profile.subscribers + natural - 1, lowest: namedCount + left };
      const buyers = { next: bought - 1 };
      const joinedAt = (ordinal: number): number =>
        ordinal < profile.subscribers ? options.createdAt : naturalSecond(ordinal - profile.subscribers);
      const boughtAt = (index: number): number =>
        secondOf('bought', index, [options.createdAt, Math.floor(at)]);
      let native = natives.next >= natives.lowest ? joinedAt(natives.next) : null;
      let buyer = buyers.next >= 0 ? boughtAt(buyers.next) : null;
      while (members.length < count && (native !== null || buyer !== null)) {
        if (native !== null && (buyer === null || native >= buyer)) {
          members.push({ userId: crowdUserId(profile.id, natives.next, false), at: native });
          natives.next -= 1;
          native = natives.next >= natives.lowest ? joinedAt(natives.next) : null;
        } else if (buyer !== null) {
          members.push({ userId: crowdUserId(profile.id, buyers.next, true), at: buyer });
          buyers.next -= 1;
          buyer = buyers.next >= 0 ? boughtAt(buyers.next) : null;
        }
      }
      return members;
    },
  };
}

/** The whole seconds in which a story day can happen. */
function windowOf(day: number, clock: StoryClock): Window {
  return [Math.floor(clock.toWorld(day * daySeconds)), Math.ceil(clock.toWorld((day + 1) * daySeconds))];
}
