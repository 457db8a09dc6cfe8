import { createWorld } from './create-world.ts';
import type { HistoryRequest, World } from './world.ts';
import type { WorldOptions } from './world-source.ts';

/** 2026-03-04T15:00:00Z, a Wednesday: the epoch of worlds made for tests. */
export const testEpoch = 1_772_636_400;

/** A clock that only a test moves. */
export interface TestClock {
  now: () => number;
  move(seconds: number): void;
}

export function aClock(at = testEpoch): TestClock {
  let time = at;
  return {
    now: () => time,
    move(seconds) {
      time += seconds;
    },
  };
}

/** The demo world at its epoch, without a timer of its own; every option may be replaced. */
export async function aWorld(options: Partial<WorldOptions> = {}): Promise<World> {
  return createWorld({
    sources: [{ kind: 'demo' }],
    seed: 7,
    epoch: testEpoch,
    now: () => testEpoch,
    tickMs: 0,
    ...options,
  });
}

/** The first page of a history; every field may be replaced. */
export function aHistoryRequest(request: Partial<HistoryRequest> = {}): HistoryRequest {
  return { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, minId: 0, maxId: 0, ...request };
}
