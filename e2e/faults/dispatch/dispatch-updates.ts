import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { createRandom } from '#sandbox/world/random.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { WrittenUpdate } from './write-updates.ts';

export interface DispatchOptions {
  webhookUrl: string;
  secret: string;
  ledger: Ledger;
  seed: number;
  connections: number;
  /** null: all at once. */
  perSecond: number | null;
  /** Share of the updates that are delivered twice, half of them at the same moment. */
  duplicates: number;
  /** Share of the updates that are held back up to half a second, so that those of other queues pass them. */
  reordered: number;
  /** Pauses between attempts are so many times shorter than Telegram's. */
  timeFactor: number;
  /** Gives up then: what is not delivered yet stays undelivered. */
  deadlineMs: number;
}

const secretHeader = 'x-telegram-bot-api-secret-token';
/** How long Telegram waits for an answer. */
const answerTimeoutMs = 60_000;
const longestPauseSeconds = 60;
/** Without a success for so long, one connection alone is used. */
const distrustSeconds = 10;

/**
 * Delivers updates as Telegram does: one after another in a queue, queues side by side, again and again until a 2xx
 * answer, at once and then after 2, 4, 8 … s. Resolves when all are acknowledged, or at the deadline.
 */
export async function dispatchUpdates(
  updates: Iterable<WrittenUpdate>,
  options: DispatchOptions,
): Promise<void> {
  const { ledger, timeFactor } = options;
  const random = createRandom(`dispatch:${options.seed}`);
  const url = new URL(options.webhookUrl);
  const pool = new Pool(url.origin, { connections: options.connections, headersTimeout: answerTimeoutMs });
  const lastOfQueue = new Map<string, Promise<void>>();
  const underWay = new Set<Promise<void>>();
  const begun = performance.now();
  const waiting: (() => void)[] = [];
  let inFlight = 0;
  let lastSuccess = begun;

  const isLate = (): boolean => performance.now() - begun > options.deadlineMs;

  /** Waits for a free connection; those who came first go first. */
  async function admit(): Promise<void> {
    const isTrusted = performance.now() - lastSuccess < (distrustSeconds * 1_000) / timeFactor;
    if (inFlight >= (isTrusted ? options.connections : 1)) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else inFlight += 1;
  }

  /** Hands the connection on, to more than one when the webhook is trusted again. */
  function leave(): void {
    inFlight -= 1;
    const isTrusted = performance.now() - lastSuccess < (distrustSeconds * 1_000) / timeFactor;
    while (waiting.length > 0 && inFlight < (isTrusted ? options.connections : 1)) {
      inFlight += 1;
      waiting.shift()?.();
    }
  }

  async function post(update: WrittenUpdate): Promise<{ isAcknowledged: boolean; retryAfterMs: number }> {
    await admit();
    const sentAt = performance.now();
    let status = 0;
    let retryAfterMs = 0;
    try {
      const answer = await pool.request({
        method: 'POST',
        path: url.pathname,
        headers: { 'content-type': 'application/json', [secretHeader]: options.secret },
        body: update.body,
      });
      await answer.body.dump();
      status = answer.statusCode;
      retryAfterMs = (Number(answer.headers['retry-after'] ?? 0) * 1_000) / timeFactor;
    } catch {
      // No answer: status 0, and the update is delivered again.
    }
    const isAcknowledged = status >= 200 && status <= 299;
    if (isAcknowledged) lastSuccess = performance.now();
    leave();
    const tookMs = performance.now() - sentAt;
    ledger.append({ kind: 'answered', updateId: update.updateId, status, at: Date.now(), tookMs });
    return { isAcknowledged, retryAfterMs };
  }

  async function deliver(update: WrittenUpdate): Promise<void> {
    let pauseSeconds = 1;
    for (let attempt = 0; !isLate(); attempt += 1) {
      const { isAcknowledged, retryAfterMs } = await post(update);
      if (isAcknowledged) return;
      if (retryAfterMs > 0) await delay(retryAfterMs);
      else if (attempt > 0) {
        pauseSeconds = Math.min(pauseSeconds * 2, longestPauseSeconds * (1 + random.next()));
        await delay((pauseSeconds * 1_000) / timeFactor);
      }
    }
  }

  function release(update: WrittenUpdate): void {
    const { updateId, stream, token, queue } = update;
    ledger.append({ kind: 'dispatched', updateId, stream, token });
    const heldMs = random.chance(options.reordered) ? random.integer(50, 500) : 0;
    const again = random.chance(options.duplicates) ? random.pick(['at once', 'later'] as const) : 'never';
    const turn = (lastOfQueue.get(queue) ?? Promise.resolve()).then(async () => {
      if (heldMs > 0) await delay(heldMs);
      await Promise.all([deliver(update), again === 'at once' ? deliver(update) : null]);
      if (again === 'later') await deliver(update);
    });
    lastOfQueue.set(queue, turn);
    underWay.add(turn);
    void turn.then(() => {
      underWay.delete(turn);
      if (lastOfQueue.get(queue) === turn) lastOfQueue.delete(queue);
    });
  }

  let released = 0;
  for (const update of updates) {
    if (options.perSecond !== null) {
      const dueAt = begun + (released * 1_000) / options.perSecond;
      if (dueAt - performance.now() > 5) await delay(dueAt - performance.now());
    }
    release(update);
    released += 1;
    if (isLate()) break;
  }
  await Promise.all(underWay);
  await pool.close();
}
