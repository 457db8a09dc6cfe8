import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from './harness/product.ts';
import { expectedFigures, recordings, recordingsDirectory, whyNoRecordings } from './harness/recordings.ts';
import { createTestDatabase, type TestDatabase } from './harness/test-database.ts';

const directory = recordingsDirectory();
const folders = directory === null ? [] : recordings(directory);

/** Ratios may differ in the last digits; counts and lists may not. */
function compare(actual: unknown, expected: unknown, path: string): void {
  if (typeof expected === 'number' && !Number.isInteger(expected)) {
    expect(Math.abs(Number(actual) - expected), path).toBeLessThan(1e-9);
  } else if (Array.isArray(expected) || typeof expected !== 'object' || expected === null) {
    expect(actual, path).toEqual(expected);
  } else {
    for (const [key, value] of Object.entries(expected)) {
      compare((actual as Record<string, unknown> | null)?.[key], value, `${path}.${key}`);
    }
  }
}

if (directory === null) {
  it('gives the figures computed independently for recorded channels', ({ skip }) => skip(whyNoRecordings));
}

describe.skipIf(directory === null)(
  'a recorded channel over the whole route, from MTProto to the audit',
  () => {
    let database: TestDatabase;
    let product: Product;

    beforeAll(async () => {
      database = await createTestDatabase();
      product = await startProduct({
        databaseUrl: database.url,
        worlds: folders,
        only: ['gateway', 'worker'],
        variables: { MTPROTO_CALL_BUDGET: 'off' },
      });
    });

    afterAll(async () => {
      await product?.stop();
      await database?.drop();
    });

    it.each(folders.map((folder) => basename(folder)))(
      'gives the figures computed independently for %s',
      async (name) => {
        const expected = expectedFigures(directory ?? '')[name];
        expect(expected).toBeDefined();
        const username = `@${String(expected?.username)}`;
        const tracked = await product.cli(['track', username, '--all', '--wait', '--json']);
        expect(tracked).toMatchObject({ code: 0 });
        const audit = await product.cli(['audit', username, '--json']);
        expect(audit).toMatchObject({ code: 0, stderr: '' });
        const figures = JSON.parse(audit.stdout) as Record<string, unknown>;
        // Over MTProto a list of reactions that is absent means that nobody reacted.
        const overTheWire = { ...expected, reactions: expected?.reactions ?? 0 };
        compare(figures, overTheWire, name);
        expect(Object.keys(figures)).toEqual(expect.arrayContaining(Object.keys(overTheWire)));
      },
    );
  },
);
