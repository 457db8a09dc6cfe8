import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptOrFreePort } from '../ports.ts';
import { isAlive } from '../processes/is-alive.ts';
import { readKeptJson } from '../settings/kept-json.ts';
import { StartError } from '../start-error.ts';
import { makeClusterDirectory } from './directory.ts';
import { leash } from './leash.ts';
import { prepareNative } from './native.ts';
import { isPostgresListening } from './probe.ts';
import { type RunResult, run } from './run.ts';
import type { SystemUser } from './system-user.ts';

export interface ClusterOptions {
  /** The project's folder, whose `node_modules` holds the binaries. */
  root: string;
  /** The cluster's own folder: data, password, port, log. */
  directory: string;
  /** Runs the server; null: the current user. */
  user: SystemUser | null;
  /** False: no fsync and the folder is removed by `stop`. For tests only. */
  isDurable: boolean;
}

export interface Cluster {
  directory: string;
  port: number;
  /** True: a server that was left running was taken over. */
  isReused: boolean;
  /** Address of one of its databases. */
  url(database: string): string;
  logFile: string;
  /** By its process alone: cheap enough to be asked often. */
  isRunning(): boolean;
  /** Starts it on the same port after it ended by itself; it recovers first. */
  restart(): Promise<void>;
  /** Lets it end in order for `graceMs`, then at once, which costs a recovery at the next start. */
  stop(graceMs?: number): Promise<void>;
}

/** The product's database; made with the cluster. */
export const databaseName = 'channel_pulse';
const role = 'channel_pulse';
/** What is left of the time for stopping when an orderly end was too slow. */
const forceMs = 500;

interface Kept {
  password: string;
  port: number;
}

/**
 * Starts the cluster in `directory`, making it at the first start, or takes over the one that runs there. Listens on
 * 127.0.0.1 only, passwords by SCRAM.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { directory, user } = options;
  makeClusterDirectory(directory, user);
  const native = await prepareNative(options.root, directory, user);
  const bin = (name: string): string => join(native, 'bin', name);
  const dataDirectory = join(directory, 'data');
  const kept = readKept(directory) ?? { password: randomBytes(24).toString('base64url'), port: 0 };
  const letGo = leash({
    directory,
    pgCtl: bin('pg_ctl'),
    user,
    waitSeconds: options.isDurable ? 5 : 0,
    isTemporary: !options.isDurable,
  });
  const isReused = await isRunning(dataDirectory, kept.port);
  if (!isReused) {
    if (!existsSync(join(dataDirectory, 'PG_VERSION'))) await createCluster(options, bin, kept.password);
    kept.port = await keptOrFreePort(kept.port);
    saveKept(directory, kept, user);
    await startServer(options, bin('pg_ctl'), kept.port);
  }
  return {
    directory,
    port: kept.port,
    isReused,
    url: (database) => `postgres://${role}:${kept.password}@127.0.0.1:${kept.port}/${database}`,
    logFile: logOf(directory),
    isRunning: () => isAlive(readPostmaster(dataDirectory).pid),
    restart: () => startServer(options, bin('pg_ctl'), kept.port),
    stop: async (graceMs = 9_000) => {
      const stop = (mode: string, timeoutMs: number): Promise<RunResult> =>
        run(bin('pg_ctl'), ['stop', '-D', dataDirectory, '-m', mode, '-w'], { user, timeoutMs });
      const stopped = await stop(options.isDurable ? 'fast' : 'immediate', graceMs - forceMs);
      if (stopped.code === null) await stop('immediate', forceMs);
      letGo();
      if (!options.isDurable) rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function createCluster(
  options: ClusterOptions,
  bin: (name: string) => string,
  password: string,
): Promise<void> {
  const { directory, user } = options;
  const dataDirectory = join(directory, 'data');
  // A folder without PG_VERSION is what an interrupted initdb leaves; initdb refuses it.
  rmSync(dataDirectory, { recursive: true, force: true });
  const passwordFile = join(directory, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== null) chownSync(passwordFile, user.uid, user.gid);
  const initdb = await run(
    bin('initdb'),
    [
      ...['-D', dataDirectory, '--username', role, '--pwfile', passwordFile, '--auth=scram-sha-256'],
      ...['--locale=C.UTF-8', '--encoding=UTF8'],
      ...(options.isDurable ? [] : ['--no-sync']),
    ],
    { user, timeoutMs: 60_000 },
  );
  rmSync(passwordFile, { force: true });
  expectSuccess(initdb, 'could not be set up');
  const created = await run(
    bin('postgres'),
    ['--single', '-D', dataDirectory, ...(options.isDurable ? [] : ['-F']), 'postgres'],
    { user, timeoutMs: 60_000, input: `CREATE DATABASE ${databaseName};\n` },
  );
  if (created.code !== 0) rmSync(dataDirectory, { recursive: true, force: true });
  expectSuccess(created, 'could not be set up');
}

async function startServer(options: ClusterOptions, pgCtl: string, port: number): Promise<void> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.isDurable
      ? {}
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' }),
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  const started = await run(
    pgCtl,
    [
      ...['start', '-w', '-t', '60', '-D', join(options.directory, 'data')],
      ...['-l', logOf(options.directory), '-o', flags.join(' ')],
    ],
    { user: options.user, timeoutMs: 65_000 },
  );
  if (started.code !== 0 || !(await isPostgresListening(port, 5_000))) {
    throw new StartError(`The embedded PostgreSQL did not start; its log is ${logOf(options.directory)}.`);
  }
}

/** By the process and a connection, not by `pg_ctl status`, which believes a file that a crash leaves behind. */
async function isRunning(dataDirectory: string, port: number): Promise<boolean> {
  return port !== 0 && readPostmaster(dataDirectory).port === port && (await isPostgresListening(port));
}

/** What the server wrote about itself; zeros where there is none. */
function readPostmaster(dataDirectory: string): { pid: number; port: number } {
  const file = join(dataDirectory, 'postmaster.pid');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return { pid: Number(lines[0] ?? 0), port: Number(lines[3] ?? 0) };
}

function logOf(directory: string): string {
  return join(directory, 'postgres.log');
}

function readKept(directory: string): Kept | null {
  const file = join(directory, 'server.json');
  if (!existsSync(join(directory, 'data', 'PG_VERSION'))) return null;
  return readKeptJson<Kept>(
    file,
    ({ password, port }) => typeof password === 'string' && typeof port === 'number',
    `It holds the password of the database: put a copy of it back, or delete ${directory} to begin without its data.`,
  );
}

function saveKept(directory: string, kept: Kept, user: SystemUser | null): void {
  const file = join(directory, 'server.json');
  writeFileSync(file, JSON.stringify(kept), { mode: 0o600 });
  if (user !== null) chownSync(file, user.uid, user.gid);
}

function expectSuccess(result: RunResult, what: string): void {
  if (result.code === 0) return;
  const reason = result.output.trim().split('\n').slice(-3).join('\n');
  throw new StartError(`The embedded PostgreSQL ${what}: ${reason}`);
}
