import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { takeWebhookFault } from '#sandbox/faults/fault-http.ts';
import type { Faults } from '#sandbox/faults/faults.ts';
import type { BotStore, StoredUpdate, WebhookSettings } from '../bot-store.ts';
import { buildUpdate, type UpdateQueue } from '../update-queue.ts';
import type { DeliveryClock } from './delivery-clock.ts';
import type { DeliveryLedger } from './delivery-ledger.ts';
import { postWebhook, type WebhookAnswer } from './webhook-request.ts';
import type { HostMap } from './webhook-target.ts';

/** Seconds of the official server (telegram-facts b.1). */
const answerTimeout = 60;
const longestDelay = 60;
const singleConnectionAfter = 10;
const goneAfter = 23 * 3_600;

/** Hands queued updates to the bot's webhook. */
export interface WebhookSender {
  /** Begins with the stored settings, or begins anew after they changed. */
  restart(): void;
  lastError(): { at: number; message: string } | null;
  hosts: HostMap;
  /** PEM of an authority to trust besides the usual ones and the webhook's own certificate; null: none. */
  setAuthority(pem: string | null): void;
  close(): Promise<void>;
}

export interface WebhookSenderDeps {
  store: BotStore;
  updates: UpdateQueue;
  ledger: DeliveryLedger;
  clock: DeliveryClock;
  /** Outages on purpose. */
  faults: Faults;
  /** Carries out a method that the webhook's answer asked for. */
  execute(method: string, answer: WebhookAnswer): void;
}

interface Lane {
  updates: StoredUpdate[];
  delay: number;
  failures: number;
}

interface Run {
  settings: WebhookSettings;
  agent: Agent;
  stop: AbortController;
  lanes: Map<string, Lane>;
  ready: string[];
  inFlight: number;
  /** How to stop what waits. */
  waiting: Set<() => void>;
  goneSince: number | null;
}

/**
 * Delivers as the official server does: one update at a time in each queue and queues side by side, success is 2xx, a
 * failed update is tried again at once and then after 2, 4, 8 … s, later every 60–120 s, until it expires. Without a
 * success for 10 s only one connection is used.
 */
export function createWebhookSender(deps: WebhookSenderDeps): WebhookSender {
  const { store, updates, ledger } = deps;
  const { now, later, realMs } = deps.clock;
  const hosts: HostMap = new Map();
  let authority: string | null = null;
  let run: Run | null = null;
  let lastSuccess = 0;
  let lastError: { at: number; message: string } | null = null;

  function restart(): void {
    stop();
    const settings = store.webhook();
    if (settings === null) return;
    const keepAlive = { keepAlive: true, maxSockets: settings.maxConnections };
    const agent = settings.url.startsWith('https:') ? new SecureAgent(keepAlive) : new Agent(keepAlive);
    const stopper = new AbortController();
    run = {
      settings,
      agent,
      stop: stopper,
      lanes: new Map(),
      ready: [],
      inFlight: 0,
      waiting: new Set(),
      goneSince: null,
    };
    for (const update of updates.pending()) enqueue(run, update);
    pump(run);
  }

  function stop(): void {
    if (run === null) return;
    run.stop.abort();
    for (const cancel of run.waiting) cancel();
    run.agent.destroy();
    run = null;
  }

  function enqueue(current: Run, update: StoredUpdate): void {
    const lane = current.lanes.get(update.queue);
    if (lane !== undefined) {
      lane.updates.push(update);
      return;
    }
    current.lanes.set(update.queue, { updates: [update], delay: 1, failures: 0 });
    current.ready.push(update.queue);
  }

  function pump(current: Run): void {
    while (current === run && current.ready.length > 0) {
      const isTrusted = now() - lastSuccess < singleConnectionAfter;
      if (current.inFlight >= (isTrusted ? current.settings.maxConnections : 1)) return;
      const queue = current.ready.shift();
      const lane = queue === undefined ? undefined : current.lanes.get(queue);
      const update = lane?.updates[0];
      if (queue === undefined || lane === undefined || update === undefined) continue;
      if (now() >= update.expiresAt) {
        // It may have expired behind another of its lane.
        drop(current, queue, lane, update);
        continue;
      }
      current.inFlight++;
      void send(current, queue, lane, update);
    }
  }

  async function send(current: Run, queue: string, lane: Lane, update: StoredUpdate): Promise<void> {
    const at = now();
    const begun = performance.now();
    const { url, secretToken } = current.settings;
    const timeoutMs = realMs(answerTimeout);
    const outage = await takeWebhookFault(deps.faults, update.kind, timeoutMs, current.stop.signal);
    const call = {
      url,
      connectTo: hosts.get(new URL(url).hostname) ?? null,
      secretToken,
      body: JSON.stringify(buildUpdate(update)),
      timeoutMs,
      agent: current.agent,
      ca: [authority, current.settings.certificate].filter((pem) => pem !== null),
      signal: current.stop.signal,
    };
    const answer = outage ?? (await postWebhook(call));
    const tookMs = performance.now() - begun;
    ledger.attempt(update, { at, status: answer.status, error: answer.error, tookMs });
    current.inFlight--;
    if (current !== run) return;
    if (answer.error === null) succeed(current, queue, lane, update, answer);
    else fail(current, queue, lane, update, answer);
    pump(current);
  }

  function succeed(
    current: Run,
    queue: string,
    lane: Lane,
    update: StoredUpdate,
    answer: WebhookAnswer,
  ): void {
    lastSuccess = now();
    current.goneSince = null;
    ledger.settle(update.id, 'delivered');
    finish(current, queue, lane, update);
    const method = methodOf(answer);
    if (method !== null) deps.execute(method, answer);
  }

  function fail(current: Run, queue: string, lane: Lane, update: StoredUpdate, answer: WebhookAnswer): void {
    lastError = { at: Math.floor(Date.now() / 1_000), message: answer.error ?? '' };
    if (answer.status !== 410) current.goneSince = null;
    else if (current.goneSince === null) current.goneSince = now();
    else if (now() - current.goneSince > goneAfter) {
      store.saveWebhook(null);
      stop();
      return;
    }
    let wait = answer.retryAfterSeconds;
    if (wait === 0 && lane.failures > 0) {
      lane.delay = Math.min(lane.delay * 2, longestDelay * (1 + Math.random()));
      wait = lane.delay;
    }
    lane.failures++;
    if (now() + wait > update.expiresAt) {
      drop(current, queue, lane, update);
    } else if (wait === 0) {
      current.ready.push(queue);
    } else {
      const cancel = later(wait, () => {
        current.waiting.delete(cancel);
        current.ready.push(queue);
        pump(current);
      });
      current.waiting.add(cancel);
    }
  }

  function drop(current: Run, queue: string, lane: Lane, update: StoredUpdate): void {
    ledger.settle(update.id, 'dropped');
    finish(current, queue, lane, update);
  }

  function finish(current: Run, queue: string, lane: Lane, update: StoredUpdate): void {
    updates.remove(update.id);
    lane.updates.shift();
    lane.delay = 1;
    lane.failures = 0;
    if (lane.updates.length === 0) current.lanes.delete(queue);
    else current.ready.push(queue);
  }

  const forget = updates.onAdded((update) => {
    if (run === null) return;
    enqueue(run, update);
    pump(run);
  });

  return {
    restart,
    lastError: () => lastError,
    hosts,
    setAuthority(pem) {
      authority = pem;
    },
    close() {
      forget();
      stop();
      return Promise.resolve();
    },
  };
}

const neverExecuted = new Set(['deletewebhook', 'setwebhook', 'close', 'logout']);

/** The method a 2xx answer asks for; null: none, or one that Telegram does not take from a webhook. */
function methodOf(answer: WebhookAnswer): string | null {
  const named = /"method"\s*:\s*"(\w+)"|(?:^|&)method=(\w+)/.exec(answer.body);
  const method = named?.[1] ?? named?.[2];
  if (method === undefined) return null;
  const name = method.toLowerCase();
  return name.startsWith('get') || neverExecuted.has(name) ? null : method;
}
