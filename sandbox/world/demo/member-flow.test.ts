import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daySeconds } from '../story-clock.ts';
import { demoProfiles } from './channels.ts';
import { createMemberFlow, joinReasons } from './member-flow.ts';

const firstDay = 20_000;
const epochDay = firstDay + 120;

describe('createMemberFlow', () => {
  it('changes the crowd of a day by exactly those who joined, were bought and left', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...demoProfiles),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: firstDay, max: epochDay + 30 }),
        (profile, seed, day) => {
          const flow = createMemberFlow(profile, seed, firstDay, epochDay);
          const { joined, left } = flow.day(day);
          const natural = joinReasons.reduce((sum, reason) => sum + joined[reason], 0) - left;
          const bought = profile.purchases
            .filter(({ daysBeforeEpoch }) => epochDay - daysBeforeEpoch === day)
            .reduce((sum, { members }) => sum + members, 0);
          const change = flow.subscribersAt((day + 1) * daySeconds) - flow.subscribersAt(day * daySeconds);
          expect(change).toBe(natural + bought);
        },
      ),
    );
  });

  it('begins with the profile’s subscribers and answers the same in any order of asking', () => {
    for (const profile of demoProfiles) {
      const flow = createMemberFlow(profile, 7, firstDay, epochDay);
      const late = flow.subscribersAt((epochDay + 0.4) * daySeconds);
      expect(flow.subscribersAt(firstDay * daySeconds)).toBe(profile.subscribers);
      const again = createMemberFlow(profile, 7, firstDay, epochDay);
      expect(again.subscribersAt((epochDay + 0.4) * daySeconds)).toBe(late);
    }
  });
});
