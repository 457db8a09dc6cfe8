import { withDeadline } from '#server/process.ts';

export interface CircuitBreaker {
  /** Does `work` when the way is open; else lets one caller try, and refuses the others when that takes long or fails. */
  pass<T>(work: () => Promise<T>): Promise<T>;
}

export interface BreakerSettings {
  /** Whether an error says that the way is closed. */
  isFault(error: unknown): boolean;
  /** The error of those who are refused. */
  refuse(): Error;
}

/** So many faults one after another close the way. */
const mostFaults = 3;

/** How long callers wait for the one who tries. */
const patienceMs = 1_000;

/**
 * Creates a circuit breaker: after three faults in a row one call at a time goes through, until one succeeds. Calls that
 * were under way together when the connection went are one fault, not many.
 */
export function createCircuitBreaker({ isFault, refuse }: BreakerSettings): CircuitBreaker {
  let faults = 0;
  /** Grows with each fault, so that calls that began before it are known. */
  let era = 0;
  let trial: Promise<void> | null = null;

  async function run<T>(work: () => Promise<T>): Promise<T> {
    const begunIn = era;
    try {
      const answer = await work();
      faults = 0;
      return answer;
    } catch (error) {
      if (!isFault(error)) faults = 0;
      else if (begunIn === era) {
        faults += 1;
        era += 1;
      }
      throw error;
    }
  }

  function tryAlone<T>(work: () => Promise<T>): Promise<T> {
    const running = run(work);
    const settled = running.then(
      () => undefined,
      () => undefined,
    );
    trial = settled.then(() => {
      trial = null;
    });
    return running;
  }

  return {
    async pass(work) {
      if (faults < mostFaults) return run(work);
      if (trial === null) return tryAlone(work);
      // Too late is as good as failed.
      await withDeadline(trial, patienceMs, 'trial').catch(() => undefined);
      if (faults >= mostFaults) throw refuse();
      return run(work);
    },
  };
}
