import { defineConfig } from 'vitest/config';

/** How long a test looks for what it waits for: a busy machine is slow, and only what never comes is wrong. */
const patience = { poll: { timeout: 15_000, interval: 50 } };

/** Folders that hold no tests of ours. */
const elsewhere = ['**/node_modules/**', 'dist/**', '.data/**', 'artefacts/**'];

/**
 * Three kinds of test by the file's name: `x.test.ts` needs nothing, `x.integration.test.ts` a PostgreSQL and the local
 * Telegram, `e2e/**.e2e.test.ts` a browser too. Two workers at a time: the product itself runs beside them.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...elsewhere, '**/*.integration.test.ts', '**/*.e2e.test.ts'],
          testTimeout: 30_000,
          expect: patience,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts'],
          exclude: elsewhere,
          globalSetup: ['e2e/harness/postgres-setup.ts'],
          setupFiles: ['e2e/harness/sandbox-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: patience,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.test.ts'],
          exclude: elsewhere,
          globalSetup: ['e2e/harness/postgres-setup.ts'],
          setupFiles: ['e2e/harness/sandbox-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect: patience,
          fileParallelism: false,
        },
      },
    ],
  },
});
