/**
 * `npm run bench -- NAME [--json] [--samples COUNT]`: measurements of the real programs. Figures are always printed, and the exit code is
 * 0 also when a bar is missed, because a figure that is not seen cannot be mended.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchBackfill } from './backfill/bench-backfill.ts';
import { type Figure, printFigures } from './figure.ts';
import { benchGateway } from './gateway/bench-gateway.ts';
import { benchSandbox } from './sandbox/bench-sandbox.ts';
import { benchStart } from './start/bench-start.ts';
import { benchQuery } from './store/bench-query.ts';
import { benchStore } from './store/bench-store.ts';

type Bench = (
  root: string,
  say: (sentence: string) => void,
  /** How many samples to measure with, where the bench has samples; null: the usual number. */
  samples: number | null,
) => Promise<Figure[]>;

const benches: Record<string, Bench> = {
  backfill: benchBackfill,
  gateway: benchGateway,
  sandbox: benchSandbox,
  query: benchQuery,
  start: benchStart,
  store: benchStore,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, samples: { type: 'string' } },
});
const [name = ''] = positionals;
const bench = benches[name];
const isCount = values.samples === undefined || /^[1-9]\d{0,8}$/.test(values.samples);
if (bench === undefined || !isCount) {
  process.stderr.write(
    `npm run bench -- NAME [--json] [--samples COUNT], where NAME is one of: ${Object.keys(benches).join(', ')}\n`,
  );
  process.exitCode = 1;
} else {
  const root = resolve(import.meta.dirname, '..');
  const samples = values.samples === undefined ? null : Number(values.samples);
  const figures = await bench(root, (sentence) => process.stderr.write(`${sentence}\n`), samples);
  printFigures(figures, values.json === true);
}
