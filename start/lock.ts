import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { StartError } from './start-error.ts';

interface Held {
  pid: number;
  port: number;
  nonce: string;
}

/**
 * Makes sure that only one `npm start` runs in a folder. The holder listens on a port and answers with its nonce, so a
 * file that a crash left behind, or a process id that was given out again, is never mistaken for a running one.
 * Returns the function that gives the lock back.
 */
export async function lockFolder(file: string): Promise<() => void> {
  const nonce = randomBytes(16).toString('hex');
  const server = await listen(nonce);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (tryWrite(file, { pid: process.pid, port, nonce })) {
      return () => {
        rmSync(file, { force: true });
        server.close();
      };
    }
    const holder = readHolder(file);
    if (holder !== null && (await isHeld(holder))) {
      server.close();
      throw new StartError(
        `Channel Pulse already runs from this folder (process ${holder.pid}). Stop it there with Ctrl-C first.`,
      );
    }
    rmSync(file, { force: true });
  }
  server.close();
  throw new StartError(`Another process keeps taking ${file}. Try again.`);
}

function listen(nonce: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {
        // The asking process went away; there is nobody left to answer.
      });
      socket.end(nonce);
    });
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
    server.unref();
  });
}

function tryWrite(file: string, held: Held): boolean {
  try {
    writeFileSync(file, JSON.stringify(held), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Held | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Held;
  } catch {
    // No lock, or one that is being written: the caller looks again.
    return null;
  }
}

function isHeld(holder: Held): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(holder.port, '127.0.0.1');
    let answer = '';
    const finish = (): void => {
      socket.destroy();
      resolve(answer === holder.nonce);
    };
    socket.setTimeout(2_000, finish);
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.once('end', finish);
    socket.once('error', finish);
  });
}
