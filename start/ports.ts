import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { keepJson, readKeptJson } from './settings/kept-json.ts';
import { StartError } from './start-error.ts';

/** Says in a sentence why the port cannot be had, before anything is started. */
export async function expectFreePort(port: number, what: string, remedy: string): Promise<void> {
  const problem = await portProblem(port);
  if (problem === null) return;
  const reason = problem === 'EACCES' ? 'may not be used by this user' : 'is taken by another program';
  throw new StartError(`Port ${port} for ${what} ${reason}. ${remedy}`);
}

/**
 * The port of the product's own origin: the one of the last time when it is still free, else the next free one after
 * the page's, so that bookmarks and the Mini App's address stay the same over restarts.
 */
export async function choosePort(file: string, pagePort: number): Promise<number> {
  const kept = readKeptJson<{ product: number }>(
    file,
    ({ product }) => Number.isInteger(product),
    'Delete it and start again: a port is chosen anew.',
  );
  const candidates = [kept?.product ?? 0, ...Array.from({ length: 50 }, (_, index) => pagePort + 1 + index)];
  for (const port of candidates) {
    if (port === 0 || port === pagePort || port > 65_535) continue;
    if ((await portProblem(port)) !== null) continue;
    keepJson(file, { product: port });
    return port;
  }
  throw new StartError(`There is no free port between ${pagePort + 1} and ${pagePort + 50}.`);
}

/**
 * Below what systems give to outgoing connections (from 32768, or 49152): such a port could be taken between the moment
 * it is found free and the moment its program listens.
 */
const lowestPort = 10_000;
const portsEnd = 20_000;

/** `count` different free ports of the loopback address. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count && tries < 500; tries += 1) {
    const port = randomInt(lowestPort, portsEnd);
    if (!found.has(port) && (await portProblem(port)) === null) found.add(port);
  }
  if (found.size === count) return [...found];
  throw new StartError(`There are not ${count} free ports between ${lowestPort} and ${portsEnd - 1}.`);
}

/** `kept` when it is free, else a free port of the loopback address; 0 stands for none. */
export async function keptOrFreePort(kept: number): Promise<number> {
  if (kept !== 0 && (await portProblem(kept)) === null) return kept;
  const [port] = await freePorts(1);
  return port ?? 0;
}

/** The system's code for why the port cannot be had; null: it is free. */
export function portProblem(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(null)));
  });
}
