import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMethods } from '#sandbox/methods/registry.ts';
import { deriveRows } from './derive-rows.ts';
import { allMutants } from './mutants/all-mutants.ts';
import type { Row } from './row.ts';
import { allRows } from './rows/all-rows.ts';
import { runRow } from './run-row.ts';
import { clientNames, startStation, type TestStation } from './start-station.test-client.ts';

const rows = deriveRows(createMethods(), allRows);

/** What the first row that notices has to say; null: nobody notices. */
async function findWitness(station: TestStation, methods: readonly string[]): Promise<string | null> {
  const first: Row[] = rows.filter(({ method }) => methods.includes(method));
  for (const row of [...first, ...rows.filter((one) => !first.includes(one))]) {
    const [difference] = await runRow(station, row);
    if (difference !== undefined) return `${row.method} ${row.title}: ${difference}`;
  }
  return null;
}

it('are at least twenty', () => {
  expect(new Set(allMutants.map(({ title }) => title)).size).toBe(allMutants.length);
  expect(allMutants.length).toBeGreaterThanOrEqual(20);
});

describe.each(clientNames)('the rows asked by %s notice a sandbox that', (clientName) => {
  let station: TestStation;
  beforeAll(async () => {
    station = await startStation(clientName);
  });
  afterAll(() => station.close());

  it.each(allMutants.map((mutant) => [mutant.title, mutant] as const))('%s', async (_, mutant) => {
    station.setMutant(mutant.mutate);
    try {
      expect(await findWitness(station, mutant.methods)).not.toBeNull();
    } finally {
      station.setMutant(null);
    }
  });
});
