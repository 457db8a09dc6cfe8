import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { atMost, shown } from '#bench/figure.ts';
import type { TriedPromise } from './tried-promise.ts';

const root = resolve(import.meta.dirname, '../../..');
const deadlineMs = 600_000;

const countsSchema = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int() });

/**
 * Promises whose tests have no shorter form: they always count to the full number, so trying such a promise is running
 * these files again. They bring what they need with them.
 */
export const shownByTests: Readonly<Record<string, TriedPromise>> = {
  R12: byTests('every error of MTProto is mapped, in every flow', [
    'server/gateway/telegram/classify-error.test.ts',
    'server/gateway/telegram/error-flows.integration.test.ts',
    'server/gateway/logins/login-errors.integration.test.ts',
  ]),
  SEC9: byTests('a phone number is asked of nobody where that is switched off', [
    'server/api/telegram-account.integration.test.ts',
    'server/gateway/logins/refused-logins.integration.test.ts',
  ]),
  SEC10: byTests('no secret is found anywhere outside', ['e2e/canaries.integration.test.ts']),
  SEC11: byTests('what is sealed cannot be changed, moved or lost by a rotation', [
    'server/vault/aes-gcm.test.ts',
    'server/vault/seal-record.test.ts',
    'server/vault/vault.test.ts',
    'server/vault/rotate-keys.integration.test.ts',
    'server/cli/keys.integration.test.ts',
  ]),
};

function byTests(title: string, files: readonly string[]): TriedPromise {
  return {
    title,
    proxied: [],
    fullSeconds: null,
    async run(stage) {
      // The tests start what they need; of the stage they would only be slowed down.
      await Promise.all([...stage.processes.values()].map((kept) => kept.stop()));
      const { counts, output } = await runTests(files);
      return {
        counts: {},
        figures: [
          shown('tests.passed', counts.numPassedTests, 'tests'),
          atMost('tests.failed', counts.numFailedTests, 'tests', 0),
          atMost('tests.skipped', counts.numPendingTests, 'tests', 0),
          atMost('tests.notRun', counts.numPassedTests === 0 ? 1 : 0, 'runs', 0),
        ],
        findings: counts.numFailedTests === 0 ? [] : output.trimEnd().split('\n').slice(-20),
      };
    },
  };
}

async function runTests(
  files: readonly string[],
): Promise<{ counts: z.infer<typeof countsSchema>; output: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-soak-'));
  const report = join(directory, 'report.json');
  try {
    const output = await new Promise<string>((done) => {
      const vitest = join(root, 'node_modules/vitest/vitest.mjs');
      const args = [vitest, 'run', ...files, '--reporter=json', `--outputFile=${report}`];
      // It ends with 1 where a test fails, which the report tells too.
      execFile(process.execPath, args, { cwd: root, timeout: deadlineMs }, (_error, stdout, stderr) =>
        done(`${stdout}${stderr}`),
      );
    });
    return { counts: countsSchema.parse(JSON.parse(readFileSync(report, 'utf8'))), output };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
