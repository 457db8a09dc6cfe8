import { parseArgs } from 'node:util';
import type { TriedPromise } from './promises/tried-promise.ts';
import { describeGroups } from './soak-groups.ts';

export type SoakArguments =
  | { kind: 'run'; name: string; promise: TriedPromise; seed: number; seconds: number; isJson: boolean }
  | { kind: 'help'; text: string }
  | { kind: 'wrong'; sentence: string };

/** Reads the command line of `npm run soak`. */
export function readSoakArguments(
  argv: readonly string[],
  promises: Readonly<Record<string, TriedPromise>>,
  now: number,
): SoakArguments {
  const names = Object.keys(promises);
  const wrong = (sentence: string): SoakArguments => ({
    kind: 'wrong',
    sentence: `${sentence} --help lists them.`,
  });
  let given: ReturnType<typeof parse>;
  try {
    given = parse(argv);
  } catch (error) {
    return wrong(`${error instanceof Error ? error.message.split('.')[0] : String(error)}.`);
  }
  const { values, positionals } = given;
  if (values.help === true) return { kind: 'help', text: writeHelp(promises) };
  const [asked, ...rest] = positionals;
  if (asked === undefined) return wrong(`Which promise? It is one of ${names.join(', ')}.`);
  if (rest.length > 0) return wrong('One promise at a time.');
  const name = asked.toUpperCase();
  const promise = promises[name];
  if (promise === undefined)
    return wrong(`There is no promise "${asked}" to try: it is one of ${names.join(', ')}.`);
  const seed = values.seed === undefined ? now % 1_000_000 : Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0) return wrong('--seed takes a whole number.');
  const seconds = values.duration === undefined ? (promise.fullSeconds ?? 0) : Number(values.duration);
  if (values.duration !== undefined && promise.fullSeconds === null) {
    return wrong(`${name} takes as long as its steps take: --duration has no meaning for it.`);
  }
  if (promise.fullSeconds !== null && (!Number.isInteger(seconds) || seconds < 1)) {
    return wrong('--duration takes whole seconds.');
  }
  return { kind: 'run', name, promise, seed, seconds, isJson: values.json === true };
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      duration: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
}

function writeHelp(promises: Readonly<Record<string, TriedPromise>>): string {
  return `npm run soak -- NAME [--seed N] [--duration S] [--json]

Tries one promise of the product in its full form: the real processes, the local Telegram and a PostgreSQL of the run's
own, all on this machine. The exit code is 1 when the promise was broken.

${Object.entries(promises)
  .map(([name, { title, fullSeconds }]) => {
    const length = fullSeconds === null ? '' : ` (${fullSeconds} s)`;
    return `  ${name.padEnd(5)} ${title}${length}`;
  })
  .join('\n')}
${describeGroups()}

  --seed N      repeats a run; without it one is chosen and printed
  --duration S  seconds instead of those above
  --json        a line of JSON for each figure
`;
}
