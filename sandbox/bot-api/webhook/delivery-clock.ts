/** Does something after so many seconds of a clock, unless what it returns is called before. */
export type Later = (seconds: number, work: () => void) => () => void;

/** The time in which updates expire and webhooks are tried again; it may run faster than the machine's. */
export interface DeliveryClock {
  /** Unix seconds with fraction. */
  now(): number;
  later: Later;
  /** How many milliseconds of the machine so many seconds of this clock take. */
  realMs(seconds: number): number;
}

/** A delivery clock whose pace can be changed while it runs. */
export interface PacedClock extends DeliveryClock {
  factor(): number;
  /** Runs `factor` times faster than the machine from now on; what waits is hurried up or held back accordingly. */
  setFactor(factor: number): void;
  /** Nothing that waits is done any more. */
  close(): void;
}

interface Wait {
  dueAt: number;
  work: () => void;
  timer: NodeJS.Timeout;
}

/** A clock that begins at the machine's time and never jumps: a new pace holds from the moment it is set. */
export function createPacedClock(initialFactor: number): PacedClock {
  let factor = initialFactor;
  let setAt = performance.now();
  let timeThen = Date.now() / 1_000;
  const waits = new Set<Wait>();

  const now = (): number => timeThen + ((performance.now() - setAt) / 1_000) * factor;
  const realMs = (seconds: number): number => (seconds * 1_000) / factor;

  function arm(wait: Omit<Wait, 'timer'>): NodeJS.Timeout {
    return setTimeout(wait.work, Math.max(0, realMs(wait.dueAt - now())));
  }

  return {
    now,
    realMs,
    factor: () => factor,
    later(seconds, work) {
      const asked = {
        dueAt: now() + seconds,
        work: () => {
          waits.delete(wait);
          work();
        },
      };
      const wait: Wait = { ...asked, timer: arm(asked) };
      waits.add(wait);
      return () => {
        clearTimeout(wait.timer);
        waits.delete(wait);
      };
    },
    setFactor(next) {
      timeThen = now();
      setAt = performance.now();
      factor = next;
      for (const wait of waits) {
        clearTimeout(wait.timer);
        wait.timer = arm(wait);
      }
    },
    close() {
      for (const { timer } of waits) clearTimeout(timer);
      waits.clear();
    },
  };
}
