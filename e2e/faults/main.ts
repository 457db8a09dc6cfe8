/**
 * The fault kit: the whole product against a machine that breaks. `proxy/` spoils connections, `kills/` hits processes
 * by a plan made from a seed, `dispatch/` delivers updates as Telegram does, `ledger/` keeps the books of what was sent,
 * held and answered, `stage/` puts the product where all this can happen to it, and `promises/` are the promises tried
 * there. `npm run soak -- NAME` runs one in its full form; their short forms are integration tests.
 */
import { mkdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { printFigures } from '#bench/figure.ts';
import { allPromises } from './promises/all-promises.ts';
import { shownByTests } from './promises/shown-by-tests.ts';
import { steppedMonth } from './promises/stepped-month.ts';
import { readSoakArguments, type SoakArguments } from './soak-arguments.ts';
import { expandGroup } from './soak-groups.ts';
import { startStage } from './stage/stage.ts';
import { writeReport } from './write-report.ts';

const trials = { ...allPromises, ...shownByTests, STEPPED: steppedMonth };
for (const argv of expandGroup(process.argv.slice(2))) {
  const asked = readSoakArguments(argv, trials, Date.now());
  if (asked.kind === 'help') process.stdout.write(asked.text);
  else if (asked.kind === 'wrong') {
    process.stderr.write(`${asked.sentence}\n`);
    process.exitCode = 1;
  } else {
    const code = await soak(asked).catch((error: unknown) => {
      process.stderr.write(
        `${asked.name} could not be tried: ${error instanceof Error ? error.message : error}\n`,
      );
      return 1;
    });
    process.exitCode = Math.max(Number(process.exitCode ?? 0), code);
  }
}

async function soak(wish: Extract<SoakArguments, { kind: 'run' }>): Promise<number> {
  const { name, promise, seed, seconds, isJson } = wish;
  const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const directory = resolve(import.meta.dirname, '../../artefacts/soak');
  mkdirSync(directory, { recursive: true });
  const ledgerFile = join(directory, `${name.toLowerCase()}-${seed}-${Date.now()}.jsonl`);
  const loadBefore = currentLoad();
  const begun = performance.now();
  say(`${name}, seed ${seed}: starting the product`);
  const stage = await startStage(promise.proxied);
  const stop = (): void => void stage.stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    say(`${name}: running; the ledger, where there is one, is ${ledgerFile}`);
    const outcome = await promise.run(stage, { seed, form: 'full', seconds, ledgerFile, say });
    const lines = writeReport({
      ...{ name, title: promise.title, seed, wallSeconds: (performance.now() - begun) / 1_000, ...outcome },
      load: { before: loadBefore, after: currentLoad(), processors: availableParallelism() },
    });
    // Figures alone stand on standard output where a program reads them.
    if (isJson) say(lines.join('\n'));
    else process.stdout.write(`${lines.join('\n')}\n\n`);
    printFigures(outcome.figures, isJson);
    return outcome.figures.some(({ ok }) => ok === false) ? 1 : 0;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await stage.stop();
  }
}

function currentLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}
