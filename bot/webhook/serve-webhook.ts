import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Started } from '#server/process.ts';

export interface WebhookServer extends Started {
  port: number;
}

/** How long answers that are under way may take when the server stops. */
const drainMs = 3_000;

/**
 * Serves the webhook on loopback, where only the proxy in front reaches it. Slow senders are cut off: a header in 10 s,
 * a whole request in 15 s.
 */
export async function serveWebhook(handler: RequestListener, port: number): Promise<WebhookServer> {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 75_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 8 * 1024,
    },
    handler,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return { name: 'webhook', port: address.port, stop: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(timer);
}
