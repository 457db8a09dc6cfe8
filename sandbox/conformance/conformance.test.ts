import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMethods } from '#sandbox/methods/registry.ts';
import { deriveRows } from './derive-rows.ts';
import { allRows } from './rows/all-rows.ts';
import { runRow } from './run-row.ts';
import { clientNames, startStation, type TestStation } from './start-station.test-client.ts';

const methods = createMethods();
const rows = deriveRows(methods, allRows);

describe('the rows', () => {
  it('are there for every method of the registry, and for nothing else', () => {
    expect(Object.keys(allRows).sort()).toEqual([...methods.keys()].sort());
  });

  it('have a success for every method but those that are always refused', () => {
    const refused = Object.entries(allRows).filter(([, { successes }]) => successes.length === 0);
    expect(refused.map(([method]) => method)).toEqual(['auth.signUp']);
  });
});

describe.each(clientNames)('asked by %s', (clientName) => {
  let station: TestStation;
  beforeAll(async () => {
    station = await startStation(clientName);
  });
  afterAll(() => station.close());

  it.each(rows.map((row) => [row.method, row.title, row] as const))('%s %s', async (_, __, row) => {
    expect(await runRow(station, row)).toEqual([]);
  });

  it('breaks nothing inside', () => {
    expect(station.failures).toEqual([]);
    expect(station.unknownMethods()).toEqual([]);
  });

  it('phone.getCallConfig is a method that nobody answers, and it is written down', async () => {
    const caller = await station.caller('viewer', station.setting.homeDcId);
    const outcome = await caller.call({ _: 'phone.getCallConfig' });
    expect(outcome).toEqual({ kind: 'error', code: 400, text: 'INPUT_METHOD_INVALID' });
    expect(station.unknownMethods()).toEqual(['phone.getCallConfig']);
  });
});
