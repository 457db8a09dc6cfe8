import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shares of the busy time by what it was spent on; they add up to one. */
export type Split = Record<'wire' | 'tl' | 'build' | 'database' | 'rest', number>;

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: number[];
}

interface Profile {
  nodes: ProfileNode[];
  samples: number[];
}

/** The first rule that fits the innermost known frame decides; frames of Node belong to whoever called them. */
const rules: [kind: keyof Split, url: RegExp][] = [
  ['tl', /node_modules\/telegram\/(tl|extensions\/Binary|Helpers)/],
  ['tl', /node_modules\/big-integer/],
  ['tl', /server\/gateway\/telegram\/[^/]*(read|tl|long)[^/]*\.ts/],
  ['wire', /node_modules\/(telegram|@cryptography|pako)\//],
  ['build', /server\/(gateway\/telegram\/build|gateway\/telegram\/|analytics\/)/],
  ['database', /node_modules\/(pg|pg-[^/]+|postgres-[^/]+|sequelize|graphile-worker)\//],
  ['database', /server\/(db|jobs)\//],
];

/**
 * Reads the profile that `--cpu-prof` left in the folder, the main thread's, between the first and the last time that TL
 * was read: what comes before is the start of the process. Samples are counted, not their distances, because those
 * contain the time in which another process had the core.
 */
export function splitProfile(directory: string): Split {
  const profiles = readdirSync(directory)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Profile)
    .toSorted((a, b) => busy(b) - busy(a));
  const split: Split = { wire: 0, tl: 0, build: 0, database: 0, rest: 0 };
  const [profile] = profiles;
  if (profile === undefined) return split;
  const kinds = classify(profile);
  const all = profile.samples.map((node) => kinds.get(node));
  const busySamples = all
    .slice(all.indexOf('tl'), all.lastIndexOf('tl') + 1)
    .filter((kind) => kind !== undefined);
  for (const kind of busySamples) split[kind] += 1 / busySamples.length;
  return split;
}

function busy(profile: Profile): number {
  const idle = new Set(
    profile.nodes.filter((node) => node.callFrame.functionName === '(idle)').map(({ id }) => id),
  );
  return profile.samples.filter((node) => !idle.has(node)).length;
}

/** By node; idle time has no kind. */
function classify(profile: Profile): Map<number, keyof Split> {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const kinds = new Map<number, keyof Split>();
  const walk = (id: number, inherited: keyof Split): void => {
    const node = byId.get(id);
    if (node === undefined || node.callFrame.functionName === '(idle)') return;
    const kind = rules.find(([, url]) => url.test(node.callFrame.url))?.[0] ?? inherited;
    kinds.set(id, kind);
    for (const child of node.children ?? []) walk(child, kind);
  };
  const [first] = profile.nodes;
  if (first !== undefined) walk(first.id, 'rest');
  return kinds;
}
