import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** One part a process needs to be ready; `check` resolves when it is there and rejects when it is not. */
export interface ReadinessCheck {
  name: string;
  check(): Promise<void>;
}

export interface MetricsServer {
  /** The port it listens on; differs from the asked one when that was 0. */
  port: number;
  stop(): Promise<void>;
}

/**
 * Creates the metrics of one process: memory, processor, handles and event-loop lag of Node, to which the process adds
 * its own. Each process has its own registry and its own port, so nothing is summed across processes.
 */
export function createRegistry(processName: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: processName });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/**
 * Serves `/metrics` (Prometheus text), `/healthz` (the process lives) and `/readyz` (what it needs is there; 503 and
 * the names of what is missing otherwise) on an address that the outside never reaches.
 */
export async function serveMetrics(options: {
  host: string;
  port: number;
  registry: Registry;
  readiness?: ReadinessCheck[];
}): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(body);
    };
    const path = (request.url ?? '').split('?')[0];
    if (path === '/metrics') {
      options.registry.metrics().then(
        (text) => answer(200, options.registry.contentType, text),
        () => answer(500, 'text/plain', 'metrics failed\n'),
      );
    } else if (path === '/healthz') answer(200, 'text/plain', 'ok\n');
    else if (path === '/readyz') {
      void findMissing(options.readiness ?? []).then((missing) =>
        answer(
          missing.length === 0 ? 200 : 503,
          'application/json',
          `${JSON.stringify({ ready: missing.length === 0, missing })}\n`,
        ),
      );
    } else answer(404, 'text/plain', 'not found\n');
  });
  await listen(server, options.port, options.host);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    stop: () => close(server),
  };
}

/** How long one part may take to say that it is there. */
const checkDeadlineMs = 2_000;

async function findMissing(checks: ReadinessCheck[]): Promise<string[]> {
  const results = await Promise.all(
    checks.map(async ({ name, check }) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('late')), checkDeadlineMs);
      });
      return Promise.race([check(), late])
        .then(
          () => null,
          () => name,
        )
        .finally(() => clearTimeout(timer));
    }),
  );
  return results.filter((name) => name !== null);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
