import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

/** How often the loop is looked at; what is measured has this much in it, which is taken off. */
const resolutionMs = 10;

/**
 * Shows how late the event loop is: while a page of history is decrypted nothing else runs, and Telegram's own pings are
 * missed where that takes seconds. The figures are of the time since they were last read.
 */
export function watchEventLoop(registry: Registry): void {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  new Gauge({
    name: 'bot_gateway_event_loop_lag_seconds',
    help: 'How late the event loop was since the last reading, by percentile',
    labelNames: ['percentile'],
    registers: [registry],
    collect() {
      for (const percentile of [50, 99, 100]) {
        const lagMs = delays.count === 0 ? 0 : delays.percentile(percentile) / 1e6 - resolutionMs;
        this.set({ percentile: String(percentile) }, Math.max(0, lagMs) / 1_000);
      }
      delays.reset();
    },
  });
}
