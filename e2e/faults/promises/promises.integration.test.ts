import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../stage/stage.ts';
import { allPromises } from './all-promises.ts';

/** What needs a proxy shares a stage with one, so that the others see the product as it is. */
const stages = [
  { name: 'an undisturbed stage', names: ['R1', 'R5', 'R6', 'R10', 'R11', 'SEC8'] },
  { name: 'a stage where things break', names: ['R2', 'R3'] },
  { name: 'a stage with a bad network', names: ['R13'] },
];
const seed = 1;
const runTimeoutMs = 90_000;

describe('the short forms', () => {
  it('are those of every promise there is', () => {
    expect(stages.flatMap(({ names }) => names).sort()).toEqual(Object.keys(allPromises).sort());
  });
});

describe.each(stages)('$name', ({ names }) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage(names.flatMap((name) => allPromises[name]?.proxied ?? []));
  });
  afterAll(() => stage?.stop());

  it.each(names)(
    'keeps %s',
    async (name) => {
      const tried = allPromises[name];
      const said: string[] = [];
      const outcome = await tried?.run(stage, {
        ...{ seed, form: 'short', seconds: 0, ledgerFile: null },
        say: (sentence) => void said.push(sentence),
      });
      const figures = (outcome?.figures ?? []).map(({ id, value, bar, ok }) => `${id} ${value} ${bar} ${ok}`);
      const broken = (outcome?.figures ?? []).filter(({ ok }) => ok === false).map(({ id }) => id);
      expect(broken, [...said, ...figures, ...(outcome?.findings ?? [])].join('\n')).toEqual([]);
      expect(figures.length).toBeGreaterThan(0);
    },
    runTimeoutMs,
  );
});
