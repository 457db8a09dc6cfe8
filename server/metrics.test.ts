import { Counter } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createRegistry, type ReadinessCheck, serveMetrics } from './metrics.ts';

async function ask(
  path: string,
  readiness: ReadinessCheck[] = [],
): Promise<{ status: number; text: string }> {
  const registry = createRegistry('test');
  new Counter({ name: 'looks_total', help: 'How often it was looked at', registers: [registry] }).inc(3);
  const server = await serveMetrics({ host: '127.0.0.1', port: 0, registry, readiness });
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return { status: response.status, text: await response.text() };
  } finally {
    await server.stop();
  }
}

describe('the metrics server', () => {
  it("shows the process's own counters and the event-loop lag, labelled with the process", async () => {
    const { status, text } = await ask('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('looks_total{process="test"} 3');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('is healthy while it answers at all', async () => {
    expect(await ask('/healthz')).toEqual({ status: 200, text: 'ok\n' });
  });

  it('is ready only when every part is there, and names the missing ones', async () => {
    const there = { name: 'database', check: () => Promise.resolve() };
    const missing = { name: 'mtproto', check: () => Promise.reject(new Error('no')) };
    expect(await ask('/readyz', [there])).toEqual({ status: 200, text: '{"ready":true,"missing":[]}\n' });
    const answer = await ask('/readyz', [there, missing]);
    expect(answer).toEqual({ status: 503, text: '{"ready":false,"missing":["mtproto"]}\n' });
  });

  it('answers 404 for anything else', async () => {
    expect((await ask('/metricsx')).status).toBe(404);
  });
});
