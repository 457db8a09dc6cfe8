import type { JoinReason, MemberEvent, MemberTotals, WorldInvite } from './world.ts';
import type { MemberScript, ScriptedChannel } from './world-source.ts';

/** Everybody who comes to one channel and leaves it: the crowd of its script and the people who act by themselves. */
export interface Members {
  /** Notes what one of the people did. */
  add(event: Pick<MemberEvent, 'kind' | 'at' | 'userId' | 'inviteHash'>): void;
  /** By how many the people who act by themselves change the crowd's number at `at`. */
  extraAt(at: number): number;
  totalsAt(at: number): MemberTotals;
  /** After `from` and not after `to`, oldest first. */
  eventsBetween(from: number, to: number): MemberEvent[];
  newestAt(at: number, count: number): { userId: string; at: number }[];
  invites(): readonly WorldInvite[];
  /** Adds an invite link, or changes the one with this hash. */
  saveInvite(invite: WorldInvite): void;
}

const nobody: MemberScript = {
  totalsAt: () => ({ joined: noReasons(), left: 0 }),
  eventsBetween: () => [],
  newestAt: () => [],
  invites: () => [],
};

export function createMembers({ channel, members: script = nobody }: ScriptedChannel): Members {
  const log: MemberEvent[] = [];
  const savedInvites = new Map<string, WorldInvite>();
  /** People who were members from the beginning. */
  const founders = [...channel.memberIds];

  /** The people who are members at `at`, with when they became it. */
  function peopleAt(at: number): Map<string, number> {
    const people = new Map(founders.map((userId) => [userId, channel.createdAt]));
    for (const event of log) {
      if (event.at > at) break;
      people.delete(event.userId);
      if (event.kind === 'join') people.set(event.userId, event.at);
    }
    return people;
  }

  return {
    add({ kind, at, userId, inviteHash }) {
      const reason = kind === 'leave' ? null : inviteHash === null ? 'search' : 'link';
      log.push({ kind, at, userId, inviteHash, reason });
    },
    extraAt: (at) =>
      log.reduce((sum, event) => sum + (event.at > at ? 0 : event.kind === 'join' ? 1 : -1), 0),
    totalsAt(at) {
      const totals = script.totalsAt(at);
      const joined = { ...totals.joined };
      let { left } = totals;
      for (const event of log) {
        if (event.at > at) break;
        if (event.reason === null) left += 1;
        else joined[event.reason] += 1;
      }
      return { joined, left };
    },
    eventsBetween(from, to) {
      const acted = log.filter(({ at }) => at > from && at <= to);
      const crowd = script.eventsBetween(from, to);
      return acted.length === 0 ? crowd : [...crowd, ...acted].sort((left, right) => left.at - right.at);
    },
    newestAt(at, count) {
      const people = [...peopleAt(at)].map(([userId, joinedAt]) => ({ userId, at: joinedAt }));
      const everybody = [...people, ...script.newestAt(at, count)];
      return everybody.sort((left, right) => right.at - left.at).slice(0, count);
    },
    invites() {
      const scripted = script.invites();
      const isNew = ({ hash }: WorldInvite): boolean => scripted.every((invite) => invite.hash !== hash);
      const changed = scripted.map((invite) => savedInvites.get(invite.hash) ?? invite);
      return [...changed, ...[...savedInvites.values()].filter(isNew)];
    },
    saveInvite(invite) {
      savedInvites.set(invite.hash, invite);
    },
  };
}

function noReasons(): Record<JoinReason, number> {
  return { search: 0, mention: 0, link: 0, folder: 0, similar: 0, bought: 0 };
}
