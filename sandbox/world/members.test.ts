import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { aClock, aWorld, testEpoch } from './a-world.ts';
import { people } from './people.ts';
import type { MemberTotals, World } from './world.ts';

const daySeconds = 86_400;
const ownerMainId = '2200000105';
const privateId = '2200000107';
const suspiciousId = '2200000108';

let world: World;

beforeAll(async () => {
  world = await aWorld();
});

function joinedIn({ joined }: MemberTotals): number {
  return Object.values(joined).reduce((sum, count) => sum + count, 0);
}

describe('members of the demo world', () => {
  it('change the count by exactly joins minus leaves, on every window of every channel', async () => {
    const [first, fast] = [world, await aWorld({ speed: 7, now: () => testEpoch + 3 * daySeconds })];
    const instant = fc.integer({ min: testEpoch - 119 * daySeconds, max: testEpoch + 2 * daySeconds });
    fc.assert(
      fc.property(
        fc.constantFrom(first, fast),
        fc.constantFrom(...world.channels().map(({ id }) => id)),
        fc.tuple(instant, instant),
        (of, channelId, instants) => {
          const [from = 0, to = 0] = instants.sort((left, right) => left - right);
          const [before, after] = [of.memberTotals(channelId, from), of.memberTotals(channelId, to)];
          const change = (of.subscribers(channelId, to) ?? 0) - (of.subscribers(channelId, from) ?? 0);
          expect(joinedIn(after) - joinedIn(before) - (after.left - before.left)).toBe(change);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are the same as events one by one and as totals, reason by reason', () => {
    const start = testEpoch - 119 * daySeconds;
    fc.assert(
      fc.property(
        fc.constantFrom(ownerMainId, privateId, suspiciousId),
        fc.integer({ min: start, max: testEpoch - 3 * daySeconds }),
        fc.integer({ min: 1, max: 3 * daySeconds }),
        (channelId, from, length) => {
          const to = from + length;
          const events = world.memberEvents(channelId, from, to);
          const [before, after] = [world.memberTotals(channelId, from), world.memberTotals(channelId, to)];
          for (const reason of ['search', 'mention', 'link', 'folder', 'similar', 'bought'] as const) {
            const count = events.filter((event) => event.reason === reason).length;
            expect(count, reason).toBe(after.joined[reason] - before.joined[reason]);
          }
          expect(events.filter(({ kind }) => kind === 'leave')).toHaveLength(after.left - before.left);
          for (const { at } of events) expect(at > from && at <= to).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('bring a bought crowd within hours, and only to the suspicious channel', () => {
    for (const { id } of world.channels()) {
      const { bought } = world.memberTotals(id).joined;
      expect(bought).toBe(id === suspiciousId ? 6500 : 0);
    }
    const begin = (Math.floor(testEpoch / daySeconds) - 20) * daySeconds;
    const [before, after] = [begin, begin + 8 * 3600].map(
      (at) => world.memberTotals(suspiciousId, at).joined.bought,
    );
    expect((after ?? 0) - (before ?? 0)).toBe(2500);
  });

  it('are listed newest first, each once, and nobody who has left', () => {
    for (const channelId of [privateId, '2200000109', suspiciousId, ownerMainId]) {
      const count = world.subscribers(channelId) ?? 0;
      const asked = Math.min(count + 10, 400);
      const members = world.newestMembers(channelId, asked);
      expect(members).toHaveLength(Math.min(count, asked));
      expect(new Set(members.map(({ userId }) => userId)).size).toBe(members.length);
      const instants = members.map(({ at }) => at);
      expect(instants).toEqual([...instants].sort((left, right) => right - left));
      for (const { userId } of members) expect(world.user(userId)?.id).toBe(userId);
    }
    const events = world.memberEvents(ownerMainId, testEpoch - 2 * daySeconds, testEpoch);
    const listed = world.newestMembers(ownerMainId, 400).map(({ userId }) => userId);
    const newest = events.filter(({ kind }) => kind === 'join').map(({ userId }) => userId);
    expect(listed.slice(0, newest.length)).toEqual(newest.reverse());
  });

  it('come by invite links, whose uses are those who came by them', async () => {
    const clock = aClock();
    const living = await aWorld({ now: clock.now });
    const [permanent] = living.invites(privateId);
    if (permanent === undefined) throw new Error('a channel with a creator has links');
    clock.move(10);
    expect(living.join(privateId, people.stranger.id, permanent.hash)).toBe(true);
    expect(living.memberEvents(privateId, testEpoch, clock.now())).toContainEqual({
      kind: 'join',
      at: clock.now(),
      userId: people.stranger.id,
      reason: 'link',
      inviteHash: permanent.hash,
    });
    expect(living.newestMembers(privateId, 1)).toEqual([{ userId: people.stranger.id, at: clock.now() }]);
    expect(living.subscribers(privateId)).toBe((living.subscribers(privateId, testEpoch) ?? 0) + 1);
    expect(living.inviteByHash(permanent.hash)).toEqual(permanent);
    expect(living.inviteByHash('0000000000000000')).toBeNull();
  });
});
