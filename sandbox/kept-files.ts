import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { WorldSource } from '#sandbox/world/world-source.ts';
import { DamagedDataError, SandboxError } from './sandbox-error.ts';
import type { SandboxOptions } from './sandbox-options.ts';
import { writeWhole } from './write-whole.ts';

/** Everything a sandbox writes; `--fresh` removes exactly these. */
const ownFiles = [
  'world.json',
  'world-journal.jsonl',
  'world-clock.json',
  'identity.json',
  'ports.json',
  'addresses.json',
  'bot-api.jsonl',
  'files',
  'auth-keys.json',
  'auth-keys-1.json',
  'auth-keys-4.json',
  'accounts.jsonl',
  'rsa-key.pem',
  'rsa-public-key.pem',
  'init-data-key.pem',
  'session-string',
];

/** Empties the data directory of a former sandbox. */
export function removeKeptFiles(dataDir: string): void {
  for (const name of ownFiles.flatMap((own) => [own, `${own}.new`])) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** What a world is made of; fixed at its first start. */
export interface KeptWorld {
  seed: number;
  epoch: number;
  rebase: 'weeks' | 'none';
  sources: WorldSource[];
  isStepped: boolean;
  /** How many times faster the story runs after its epoch. */
  speed: number;
}

/** As data of older starts keep it. */
type OldestWorld = Omit<KeptWorld, 'isStepped' | 'speed'> & Partial<KeptWorld>;

/** The world of the first start, or a new one that nobody keeps yet; refuses other arguments for a kept one. */
export function chooseWorld(options: SandboxOptions): KeptWorld {
  const path = join(options.dataDir, 'world.json');
  const given = options.worlds.length === 0 ? [{ kind: 'demo' as const }] : options.worlds;
  const sources = given.map((source) =>
    source.kind === 'recorded' ? { ...source, directory: resolve(source.directory) } : source,
  );
  const wanted: KeptWorld = {
    seed: options.seed ?? 1,
    epoch: options.epoch ?? Math.floor(Date.now() / 1_000),
    rebase: options.rebase ?? 'weeks',
    sources,
    isStepped: options.isStepped ?? false,
    speed: options.speed ?? 1,
  };
  if (!existsSync(path)) return wanted;
  // Data of older starts name neither: a kept clock tells that it was stepped, and the speed is taken as it is given.
  const isStepped = existsSync(join(options.dataDir, 'world-clock.json'));
  const kept = { isStepped, speed: wanted.speed, ...readKept<OldestWorld>(path, isKeptWorld) };
  const isOther =
    JSON.stringify(kept.sources) !== JSON.stringify(sources) ||
    kept.rebase !== wanted.rebase ||
    (options.seed !== undefined && options.seed !== kept.seed) ||
    (options.epoch !== undefined && options.epoch !== kept.epoch);
  if (isOther) {
    const what = kept.sources
      .map((source) => (source.kind === 'recorded' ? source.directory : source.kind))
      .join(', ');
    throw new SandboxError(
      'other-world',
      `The data in ${options.dataDir} belong to another world (${what}, seed ${kept.seed}): start with the same arguments, or with --fresh to begin anew.`,
    );
  }
  refuseOtherTime(options, kept);
  return kept;
}

/** A world that was stepped and then runs, or runs at another speed, would not be the one that is written down. */
function refuseOtherTime({ dataDir, isStepped = false, speed }: SandboxOptions, kept: KeptWorld): void {
  const anew = 'or with --fresh to begin anew';
  if (isStepped !== kept.isStepped) {
    const [was, remedy] = kept.isStepped ? ['stepped', 'with'] : ['not stepped', 'without'];
    const sentence = `The time of the data in ${dataDir} is ${was}: start ${remedy} --stepped, ${anew}.`;
    throw new SandboxError('other-world', sentence);
  }
  if (speed !== undefined && speed !== kept.speed) {
    const sentence = `The data in ${dataDir} live at speed ${kept.speed}: start with --speed ${kept.speed}, ${anew}.`;
    throw new SandboxError('other-world', sentence);
  }
}

/** What `open` makes of a kept file. Throws `DamagedDataError` where it can make nothing of what is written there. */
export function openKept<Kept>(path: string, open: (path: string) => Kept): Kept {
  try {
    return open(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // No JSON, or no key; what cannot be opened at all is no damage, and a fresh start would not help.
    if (error instanceof SyntaxError || code.startsWith('ERR_')) throw new DamagedDataError(path);
    throw error;
  }
}

/** The JSON of a kept file. Throws `SandboxError` where it is none, or not what was written there. */
function readKept<Kept>(path: string, isWhole: (kept: Partial<Kept>) => boolean): Kept {
  const kept = openKept(path, () => JSON.parse(readFileSync(path, 'utf8')) as Kept | null);
  if (kept !== null && typeof kept === 'object' && isWhole(kept)) return kept;
  throw new DamagedDataError(path);
}

const isKeptWorld = ({ seed, epoch, rebase, sources }: Partial<OldestWorld>): boolean =>
  Number.isFinite(seed) && Number.isFinite(epoch) && typeof rebase === 'string' && Array.isArray(sources);
const isIdentity = ({ apiId, apiHash, botId, botToken }: Partial<Identity>): boolean =>
  Number.isFinite(apiId) && [apiHash, botId, botToken].every((text) => typeof text === 'string');
const isKeptPorts = ({ botApi, control, mtproto }: Partial<KeptPorts>): boolean =>
  [botApi, control, mtproto].every(Number.isInteger);

/** Fixes the world for every later start. To be called once the first start has succeeded. */
export function saveWorld(dataDir: string, world: KeptWorld): void {
  writeWhole(join(dataDir, 'world.json'), JSON.stringify(world));
}

/** Who this Telegram says its application and its bot are; made at random once. */
export interface Identity {
  apiId: number;
  apiHash: string;
  botId: string;
  botToken: string;
}

export function keepIdentity(dataDir: string): Identity {
  const path = join(dataDir, 'identity.json');
  if (existsSync(path)) return readKept(path, isIdentity);
  const botId = String(randomInt(6_100_000_000, 6_900_000_000));
  const identity: Identity = {
    apiId: randomInt(1_000_000, 9_999_999),
    apiHash: randomBytes(16).toString('hex'),
    botId,
    botToken: `${botId}:AA${randomBytes(25).toString('base64url').slice(0, 33)}`,
  };
  writeWhole(path, JSON.stringify(identity));
  return identity;
}

/** The ports of the last start, so that a restart can be found where it was; 0: none yet. */
export interface KeptPorts {
  botApi: number;
  control: number;
  mtproto: number;
  /** Of every data centre, by its number; absent in data of older starts. */
  dataCentres?: Record<number, number>;
  /** Absent where none was opened. */
  mtproxy?: number;
}

export function readPorts(dataDir: string): KeptPorts {
  const path = join(dataDir, 'ports.json');
  if (!existsSync(path)) return { botApi: 0, control: 0, mtproto: 0 };
  return readKept(path, isKeptPorts);
}

export function savePorts(dataDir: string, ports: KeptPorts): void {
  writeWhole(join(dataDir, 'ports.json'), JSON.stringify(ports));
}

/** The text kept in one file of the data directory, made by `create` at the first start. */
export function keepText(path: string, create: () => string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const text = create();
  writeWhole(path, text);
  return text;
}
