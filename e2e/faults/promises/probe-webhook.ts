import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Stage } from '../stage/stage.ts';

export interface ProbeAnswer {
  /** When it was sent, unix milliseconds. */
  at: number;
  /** 0: no answer. */
  status: number;
  tookMs: number;
}

export interface WebhookProbe {
  /** So far, in the order in which they were sent. */
  answers(): ProbeAnswer[];
  /** Waits for the answers that are still to come. */
  stop(): Promise<void>;
}

const pauseMs = 100;

/**
 * Sends updates of its own to the webhook all the time, each without waiting for the one before, to see how it answers
 * at every moment. They are of a kind that has no effect.
 */
export function probeWebhook(stage: Stage): WebhookProbe {
  const url = new URL(stage.webhookUrl);
  const pool = new Pool(url.origin, { connections: 64 });
  const answers: ProbeAnswer[] = [];
  const underWay = new Set<Promise<void>>();
  let isStopped = false;

  async function ask(): Promise<void> {
    const answer: ProbeAnswer = { at: Date.now(), status: 0, tookMs: 0 };
    const begun = performance.now();
    const poll = { id: String(answer.at), question: 'probe' };
    try {
      const response = await pool.request({
        method: 'POST',
        path: url.pathname,
        headers: { 'x-telegram-bot-api-secret-token': stage.secrets.webhookSecret },
        body: JSON.stringify({ update_id: stage.takeUpdateIds(1), poll }),
      });
      await response.body.dump();
      answer.status = response.statusCode;
    } catch {
      // No answer: the status stays 0.
    }
    answer.tookMs = performance.now() - begun;
    answers.push(answer);
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      const asking = ask();
      underWay.add(asking);
      void asking.then(() => underWay.delete(asking));
      await delay(pauseMs);
    }
  }
  const running = run();
  return {
    answers: () => answers.toSorted((a, b) => a.at - b.at),
    async stop() {
      isStopped = true;
      await running;
      await Promise.all(underWay);
      await pool.close();
    },
  };
}
