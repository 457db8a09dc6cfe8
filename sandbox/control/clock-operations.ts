import type { SteppedClock } from '#sandbox/world/stepped-clock.ts';
import type { World } from '#sandbox/world/world.ts';
import { ControlError } from './control-error.ts';

/** What can be done to world time. The wire's own clock is always the machine's. */
export type ClockOperations = {
  /** World time, unix seconds. */
  readClock(given?: object): Promise<{ now: number }>;
  /** Moves a stepped world ahead; what falls due on the way happens, in order, before this answers. */
  advanceClock(given: { seconds: number }): Promise<{ now: number }>;
};

export const clockOperationNames = [
  'readClock',
  'advanceClock',
] as const satisfies readonly (keyof ClockOperations)[];

/** `clock` null: the world lives in wall time, and time cannot be moved. */
export function createClockOperations(world: World, clock: SteppedClock | null): ClockOperations {
  return {
    readClock: async () => ({ now: world.now() }),
    advanceClock: async ({ seconds }) => {
      if (clock === null) {
        throw new ControlError('wall-clock', 'This world lives in wall time; start it with --stepped.');
      }
      if (!(Number.isFinite(seconds) && seconds > 0)) {
        throw new ControlError('bad-argument', 'seconds has to be a positive number.');
      }
      clock.step(seconds);
      world.advance();
      return { now: world.now() };
    },
  };
}
