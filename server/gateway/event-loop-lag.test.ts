import { setTimeout as delay } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { watchEventLoop } from './event-loop-lag.ts';

async function read(registry: Registry): Promise<Record<string, number>> {
  const metric = registry.getSingleMetric('bot_gateway_event_loop_lag_seconds');
  const values = (await metric?.get())?.values ?? [];
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels.percentile), value]));
}

describe('the lag of the event loop', () => {
  it('shows how long the loop stood still, once', async () => {
    const registry = new Registry();
    watchEventLoop(registry);
    await delay(50);
    const endsAt = performance.now() + 300;
    while (performance.now() < endsAt) {
      // The loop stands still on purpose.
    }
    await delay(50);
    const stalled = await read(registry);
    expect(stalled['100']).toBeGreaterThan(0.2);
    expect(stalled['50']).toBeLessThan(stalled['100'] ?? 0);
    await delay(50);
    expect((await read(registry))['100']).toBeLessThan(stalled['100'] ?? 0);
  });
});
