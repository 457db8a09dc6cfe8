import { setTimeout as delay } from 'node:timers/promises';

/** Where a gateway under measurement answers. */
export interface MeasuredGateway {
  url: string;
  metricsUrl: string;
  token: string;
  /** The channel that is being read. */
  username: string;
}

export interface AskedGateway {
  /** How long each answer took, in milliseconds, from the first that was one. */
  answersMs: number[];
  /** Answers other than 200 after the first 200. */
  refused: number;
  /** How late the gateway's event loop was meanwhile, in milliseconds. */
  lagP99Ms: number;
  lagMaxMs: number;
}

/** One question after another with a short pause, as a person who leafs through posts would ask. */
const pauseMs = 25;
const deadlineMs = 20_000;

/** Asks for single posts, live from Telegram, until `stop` is called. */
export function askGateway(gateway: MeasuredGateway): { stop(): Promise<AskedGateway> } {
  const answersMs: number[] = [];
  let refused = 0;
  let isStopping = false;

  async function ask(messageId: number): Promise<void> {
    const begun = performance.now();
    const path = `/api/v1/stats/channels/@${gateway.username}/messages/${messageId}`;
    const response = await fetch(`${gateway.url}${path}`, {
      headers: { authorization: `Bearer ${gateway.token}` },
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.arrayBuffer();
    if (response.status === 200) answersMs.push(performance.now() - begun);
    else if (answersMs.length > 0) refused += 1;
  }

  async function loop(): Promise<void> {
    // What came before the measurement is read away.
    await readLag(gateway.metricsUrl);
    for (let messageId = 2; !isStopping; messageId += 7) {
      await ask(messageId);
      await delay(pauseMs);
    }
  }

  const asking = loop();
  // What went wrong is told to whoever stops it.
  asking.catch(() => undefined);
  return {
    async stop() {
      isStopping = true;
      await asking;
      const lag = await readLag(gateway.metricsUrl);
      return { answersMs, refused, lagP99Ms: lag('99'), lagMaxMs: lag('100') };
    },
  };
}

async function readLag(metricsUrl: string): Promise<(percentile: string) => number> {
  const text = await (await fetch(metricsUrl)).text();
  return (percentile) => {
    const line = text
      .split('\n')
      .find(
        (one) =>
          one.startsWith('bot_gateway_event_loop_lag_seconds{') && one.includes(`percentile="${percentile}"`),
      );
    return Number(line?.split(' ').at(-1) ?? Number.NaN) * 1_000;
  };
}
