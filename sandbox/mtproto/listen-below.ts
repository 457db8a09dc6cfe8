import { randomInt } from 'node:crypto';
import type { Server } from 'node:net';

/** GramJS stores a port as a signed 16-bit number. */
const LIMIT = 32_768;
const LOWEST_FREE = 20_000;
const TRIES = 50;

/** Listens on `port`, or for 0 on a free one below 32768, which the system by itself rarely gives. */
export async function listenBelow(server: Server, host: string, port: number): Promise<number> {
  if (port !== 0) {
    await listen(server, host, port);
    return port;
  }
  for (let attempt = 1; ; attempt += 1) {
    const candidate = randomInt(LOWEST_FREE, LIMIT);
    try {
      await listen(server, host, candidate);
      return candidate;
    } catch (failure) {
      if (!isTaken(failure) || attempt === TRIES) throw failure;
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isTaken(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'EADDRINUSE';
}
