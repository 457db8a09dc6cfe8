/**
 * `npm run bench -- NAME [--json]`: measurements of the real programs. Figures are always printed, and the exit code is
 * 0 also when a bar is missed, because a figure that is not seen cannot be mended.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchBackfill } from './backfill/bench-backfill.ts';
import { type Figure, printFigures } from './figure.ts';
import { benchSandbox } from './sandbox/bench-sandbox.ts';
import { benchStart } from './start/bench-start.ts';

const benches: Record<string, (root: string, say: (sentence: string) => void) => Promise<Figure[]>> = {
  backfill: benchBackfill,
  sandbox: benchSandbox,
  start: benchStart,
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const [name = ''] = positionals;
const bench = benches[name];
if (bench === undefined) {
  process.stderr.write(
    `npm run bench -- NAME [--json], where NAME is one of: ${Object.keys(benches).join(', ')}\n`,
  );
  process.exitCode = 1;
} else {
  const figures = await bench(resolve(import.meta.dirname, '..'), (sentence) =>
    process.stderr.write(`${sentence}\n`),
  );
  printFigures(figures, values.json === true);
}
