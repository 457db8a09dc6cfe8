import { afterEach, describe, expect, it } from 'vitest';
import type { ClaimedUpdate } from '#server/inbox/claim-session.ts';
import type { InboxReader } from '#server/inbox/inbox.ts';
import type { Log } from '#server/log.ts';
import type { Started } from '#server/process.ts';
import { type ConsumerDependencies, startConsumer } from './consumer.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const consumers: Started[] = [];

afterEach(async () => {
  for (const consumer of consumers.splice(0)) await consumer.stop();
});

/** An inbox in memory with the rules of the real one: attempts are counted when an update is taken out. */
function anInbox(...waiting: [updateId: string, queueKey: string][]): InboxReader & {
  ended: string[];
  add(updateId: string, queueKey: string): void;
} {
  const rows: ClaimedUpdate[] = waiting.map(([updateId, queueKey]) => row(updateId, queueKey));
  const claimed = new Set<string>();
  const ended: string[] = [];
  let wake = (): void => {};
  function row(updateId: string, queueKey: string): ClaimedUpdate {
    return { updateId, queueKey, payload: updateId, attempt: 0 };
  }
  return {
    ended,
    add(updateId, queueKey) {
      rows.push(row(updateId, queueKey));
      wake();
    },
    async claim(limit) {
      const heads = rows.filter(
        (one, index) =>
          !claimed.has(one.queueKey) && rows.findIndex(({ queueKey }) => queueKey === one.queueKey) === index,
      );
      return heads.slice(0, limit).map((one) => {
        claimed.add(one.queueKey);
        one.attempt += 1;
        return { ...one };
      });
    },
    async finish(updateId, end) {
      ended.push(`${updateId} ${end.kind}`);
      rows.splice(
        rows.findIndex((one) => one.updateId === updateId),
        1,
      );
    },
    async release(queueKey) {
      claimed.delete(queueKey);
    },
    onWake(listener) {
      wake = listener;
    },
    close() {},
  };
}

function consume(inbox: InboxReader, changes: Partial<ConsumerDependencies>): Started {
  const consumer = startConsumer({
    inbox,
    handle: async () => ({ kind: 'done' }),
    giveUp: () => Promise.reject(new Error('nobody gives up here')),
    log: silent,
    retryPauseMs: 1,
    ...changes,
  });
  consumers.push(consumer);
  return consumer;
}

describe('the consumer', () => {
  it('handles the updates of one queue in order and of different queues at the same time', async () => {
    const inbox = anInbox(['1', 'a'], ['2', 'a'], ['3', 'b']);
    const trace: string[] = [];
    let letFirstGo = (): void => {};
    const first = new Promise<void>((resolve) => {
      letFirstGo = resolve;
    });
    consume(inbox, {
      async handle(payload) {
        trace.push(`begin ${payload}`);
        if (payload === '1') await first;
        trace.push(`end ${payload}`);
        return { kind: 'done' };
      },
    });
    await expect.poll(() => trace).toEqual(['begin 1', 'begin 3', 'end 3']);
    letFirstGo();
    await expect.poll(() => trace.slice(3)).toEqual(['end 1', 'begin 2', 'end 2']);
  });

  it('wakes at once when something is stored', async () => {
    const inbox = anInbox();
    consume(inbox, { pollMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    inbox.add('1', 'a');
    await expect.poll(() => inbox.ended).toEqual(['1 done']);
  });

  it('tries a failing update five times, says a word, sets it aside and goes on with the next', async () => {
    const inbox = anInbox(['1', 'a'], ['2', 'a']);
    const tries: string[] = [];
    const given: string[] = [];
    const outcomes: string[] = [];
    consume(inbox, {
      async handle(payload) {
        tries.push(payload);
        if (payload === '1') throw new Error('broken');
        return { kind: 'done' };
      },
      async giveUp(payload) {
        given.push(payload);
      },
      count: (outcome) => outcomes.push(outcome),
    });
    await expect.poll(() => inbox.ended).toEqual(['1 quarantined', '2 done']);
    expect(tries).toEqual(['1', '1', '1', '1', '1', '2']);
    expect(given).toEqual(['1']);
    expect(outcomes).toEqual(['retried', 'retried', 'retried', 'retried', 'quarantined', 'done']);
  });

  it('waits as long as Telegram asks before it tries again', async () => {
    const inbox = anInbox(['1', 'a']);
    const tries: number[] = [];
    consume(inbox, {
      async handle() {
        tries.push(performance.now());
        return tries.length === 1 ? { kind: 'later', afterMs: 60 } : { kind: 'done' };
      },
    });
    await expect.poll(() => inbox.ended).toEqual(['1 done']);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBeGreaterThanOrEqual(59);
  });

  it('does not try an update again that ended the process five times', async () => {
    const inbox = anInbox(['1', 'a']);
    for (let crash = 0; crash < 5; crash += 1) {
      await inbox.claim(1);
      await inbox.release('a');
    }
    const tries: string[] = [];
    consume(inbox, {
      async handle(payload) {
        tries.push(payload);
        return { kind: 'done' };
      },
    });
    await expect.poll(() => inbox.ended).toEqual(['1 quarantined']);
    expect(tries).toEqual([]);
  });

  it('works on no more than the number it may', async () => {
    const inbox = anInbox(...Array.from({ length: 9 }, (_, n): [string, string] => [String(n), `q${n}`]));
    let busy = 0;
    let most = 0;
    consume(inbox, {
      concurrency: 3,
      async handle() {
        busy += 1;
        most = Math.max(most, busy);
        await new Promise((resolve) => setTimeout(resolve, 5));
        busy -= 1;
        return { kind: 'done' };
      },
    });
    await expect.poll(() => inbox.ended.length).toBe(9);
    expect(most).toBe(3);
  });

  it('finishes what is under way when it stops, and takes nothing new', async () => {
    const inbox = anInbox(['1', 'a'], ['2', 'a']);
    const begun: string[] = [];
    const consumer = consume(inbox, {
      async handle(payload) {
        begun.push(payload);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { kind: 'done' };
      },
    });
    await expect.poll(() => begun).toEqual(['1']);
    await consumer.stop();
    expect(inbox.ended).toEqual(['1 done']);
    expect(begun).toEqual(['1']);
  });
});
