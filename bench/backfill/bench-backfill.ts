import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Cluster, startCluster } from '#start/postgres/cluster.ts';
import { chooseSystemUser } from '#start/postgres/system-user.ts';
import { atMost, type Figure, shown } from '../figure.ts';
import { type BackfillRun, runBackfill } from './run-backfill.ts';
import { splitProfile } from './split-profile.ts';

const syntheticMessages = 30_000;

/** Reads a generated channel of 30,000 messages, and the largest recording where RECORDINGS_DIR names some. */
export async function benchBackfill(root: string, say: (sentence: string) => void): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-bench-backfill-'));
  const cluster = await startCluster({
    ...{ root, user: chooseSystemUser(), isDurable: true },
    directory: mkdtempSync(join(tmpdir(), 'channel-pulse-bench-database-')),
  });
  try {
    const worlds = [{ id: 'synthetic', world: `synthetic:${syntheticMessages}` }, ...largestRecording(root)];
    const figures: Figure[] = [];
    for (const { id, world } of worlds)
      figures.push(...(await benchWorld(root, directory, cluster, id, world, say)));
    return figures;
  } finally {
    await cluster.stop();
    rmSync(cluster.directory, { recursive: true, force: true });
    rmSync(directory, { recursive: true, force: true });
  }
}

async function benchWorld(
  root: string,
  directory: string,
  cluster: Cluster,
  id: string,
  world: string,
  say: (sentence: string) => void,
): Promise<Figure[]> {
  say(`back-fill of ${id}: measuring …`);
  const common = { root, cluster, world };
  const run = await runBackfill({ ...common, directory: join(directory, id), profileDirectory: null });
  say(`back-fill of ${id}: ${run.messages} messages in ${run.seconds} s; once more with a profile …`);
  const profileDirectory = join(directory, `${id}-profile`);
  await runBackfill({
    ...common,
    directory: join(directory, `${id}-again`),
    profileDirectory,
  });
  const split = splitProfile(profileDirectory);
  const name = `backfill.${id}`;
  return [
    id === 'synthetic'
      ? atMost(`${name}.seconds`, run.seconds, 's', 25)
      : shown(`${name}.seconds`, run.seconds, 's'),
    shown(`${name}.messages`, run.messages, 'messages'),
    shown(`${name}.messagesPerSecond`, run.messages / run.seconds, 'messages/s'),
    shown(`${name}.pagesPerSecond`, run.pages / run.seconds, 'pages/s'),
    shown(`${name}.cpuPerPage`, run.cpuMs / run.pages, 'ms'),
    ...Object.entries(split).map(([part, share]) =>
      shown(`${name}.cpuPerPage.${part}`, (share * run.cpuMs) / run.pages, 'ms'),
    ),
    atMost(`${name}.memory.largest`, Math.max(...run.memory), 'MiB', 250),
    ...growth(name, run),
  ];
}

/** Flat: the last quarter uses no more than a tenth more than the second one. */
function growth(name: string, run: BackfillRun): Figure[] {
  const quarter = Math.floor(run.memory.length / 4);
  if (quarter < 2) return [];
  const second = mean(run.memory.slice(quarter, 2 * quarter));
  const last = mean(run.memory.slice(-quarter));
  return [
    {
      ...atMost(`${name}.memory.growth`, last / second, 'times', 1.1),
      reference: second,
      ratio: last / second,
    },
  ];
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function largestRecording(root: string): { id: string; world: string }[] {
  const named = process.env.RECORDINGS_DIR ?? '';
  if (named === '') return [];
  const directory = resolve(root, named);
  const sizes = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      id: name,
      world: join(directory, name),
      lines: readFileSync(join(directory, name, 'messages.jsonl'), 'utf8').split('\n').length,
    }))
    .toSorted((a, b) => b.lines - a.lines);
  return sizes.slice(0, 1).map(({ id, world }) => ({ id, world }));
}
