import { expect, it } from 'vitest';
import { aClock, aWorld, testEpoch } from '#sandbox/world/a-world.ts';
import { aHandler } from './a-caller.ts';

it('tells wall time in its configuration, whatever time it is in a stepped world', async () => {
  const clock = aClock(testEpoch);
  const world = await aWorld({ now: clock.now });
  const caller = aHandler(world)(null);
  for (const step of [0, 100_000_000]) {
    clock.move(step);
    const { date, expires } = await caller.ask({ _: 'help.getConfig' });
    expect(Math.abs(Number(date) - Date.now() / 1000)).toBeLessThan(5);
    expect(Number(expires)).toBeGreaterThan(Number(date));
  }
  expect(world.now()).toBe(testEpoch + 100_000_000);
  world.close();
});
