/**
 * Takes updates out of the inbox and hands them to the bot: one person's in order, different people's at the same time.
 * Whatever happens here, the update is a row until it is finished, so a crash only repeats it.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClaimedUpdate } from '#server/inbox/claim-session.ts';
import type { UpdateEnd } from '#server/inbox/finish-update.ts';
import type { InboxReader } from '#server/inbox/inbox.ts';
import type { Log } from '#server/log.ts';
import type { Started } from '#server/process.ts';
import { withDeadline } from '#server/process.ts';

/**
 * How handling an update went: `refused` when Telegram will never let the answer through, `later` when it asks for
 * patience before the next attempt.
 */
export type HandleOutcome =
  | Extract<UpdateEnd, { kind: 'done' | 'refused' }>
  | { kind: 'later'; afterMs: number };

export interface ConsumerDependencies {
  inbox: InboxReader;
  /** Handles one update. Throws to be tried again. */
  handle(payload: string): Promise<HandleOutcome>;
  /** Called once for an update that goes into quarantine: the last chance to say a word to the person. */
  giveUp(payload: string): Promise<void>;
  log: Log;
  /** Called with how each attempt ended. */
  count?: (outcome: UpdateEnd['kind'] | 'retried') => void;
  concurrency?: number;
  /** How often to look when nothing wakes us. */
  pollMs?: number;
  /** Pause after the first failed attempt; it doubles with each further one. */
  retryPauseMs?: number;
}

/** An update that failed as often is kept aside; those behind it go on. */
const maxAttempts = 5;
const drainMs = 3_500;

/** Starts consuming. Stopping lets what is under way finish for a few seconds. */
export function startConsumer(dependencies: ConsumerDependencies): Started {
  const { inbox, log, concurrency = 32, pollMs = 1_000 } = dependencies;
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  // As many pauses as updates under way may listen for the end.
  setMaxListeners(concurrency + 1, stopping.signal);
  let isWoken = false;
  let endIdling: () => void = () => {};
  const wake = (): void => {
    isWoken = true;
    endIdling();
  };
  inbox.onWake(wake);

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      isWoken = false;
      const free = concurrency - underWay.size;
      const claimed = free > 0 ? await claim(free) : [];
      for (const update of claimed) start(update);
      if (claimed.length === 0 && !isWoken) await idle();
    }
  }

  /** Until something wakes us, but no longer than `pollMs`. */
  function idle(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      endIdling = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function claim(limit: number): Promise<ClaimedUpdate[]> {
    try {
      return await inbox.claim(limit);
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error }, 'the inbox cannot be read');
      return [];
    }
  }

  function start(update: ClaimedUpdate): void {
    const work = consume(update).finally(() => {
      underWay.delete(work);
      wake();
    });
    underWay.add(work);
  }

  /** Never rejects: what goes wrong here leaves the update waiting in the inbox. */
  async function consume(update: ClaimedUpdate): Promise<void> {
    try {
      const end = await attempt(update, dependencies);
      dependencies.count?.(end.kind === 'later' ? 'retried' : end.kind);
      if (end.kind === 'later') await pause(end.afterMs);
      else await inbox.finish(update.updateId, end);
    } catch (error) {
      log.error({ err: error, updateId: update.updateId }, 'an update could not be finished');
    }
    await inbox.release(update.queueKey).catch((error: unknown) => {
      log.warn({ err: error }, 'a queue was not released; its lock ends with the connection');
    });
  }

  async function pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: stopping.signal }).catch(() => {
      // Stopping cuts a pause short.
    });
  }

  const running = run();
  return {
    name: 'consumer',
    async stop() {
      stopping.abort();
      wake();
      await running;
      await withDeadline(Promise.all(underWay), drainMs, 'finishing updates').finally(() => inbox.close());
    },
  };
}

/** One attempt: how the update ended, or when to try again. */
async function attempt(
  update: ClaimedUpdate,
  { handle, giveUp, log, retryPauseMs = 1_000 }: ConsumerDependencies,
): Promise<UpdateEnd | HandleOutcome> {
  const fields = { updateId: update.updateId, attempt: update.attempt };
  if (update.attempt > maxAttempts) {
    log.error(fields, 'an update ended the process too often and is set aside');
    return { kind: 'quarantined', problem: 'the process ended while it was handled' };
  }
  try {
    return await handle(update.payload);
  } catch (error) {
    log.error({ ...fields, err: error }, 'an update could not be handled');
    if (update.attempt < maxAttempts)
      return { kind: 'later', afterMs: retryPauseMs * 2 ** (update.attempt - 1) };
    await giveUp(update.payload).catch((lastError: unknown) => {
      log.warn({ ...fields, err: lastError }, 'nobody could be told that an update failed');
    });
    return { kind: 'quarantined', problem: error instanceof Error ? error.message : String(error) };
  }
}
