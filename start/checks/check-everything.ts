/** `npm test`: types, style, unused code and every test, counted together; what was skipped is named with its reason. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findCaddy, findChromium } from '../tools/find-tools.ts';
import { lastLinesOf, type Outcome } from './last-lines.ts';
import { runNode } from './run-node.ts';

/** What the reporter writes about one run of vitest. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: { title: string; file: string; reason: string | null }[];
}

/** Runs everything; prints `N passed, N failed` as the last line and returns the exit code. */
export async function checkEverything(root: string): Promise<number> {
  const startedAt = Date.now();
  const outcome: Outcome = { passed: 0, failed: [], skipped: [] };
  const recordings = process.env.RECORDINGS_DIR ?? '';
  const recordingsDirectory = recordings === '' ? null : resolve(root, recordings);
  checkSurroundings(outcome, recordingsDirectory);
  await runChecks(root, outcome);
  await runTests(root, recordingsDirectory, outcome);
  process.stdout.write(`\n${lastLinesOf(outcome, Date.now() - startedAt).join('\n')}\n`);
  return outcome.failed.length > 0 ? 1 : 0;
}

function checkSurroundings(outcome: Outcome, recordingsDirectory: string | null): void {
  const missing = [
    ...(findChromium() === null ? ['Chromium'] : []),
    ...(findCaddy() === null ? ['Caddy'] : []),
  ];
  for (const name of missing) {
    const sentence = `${name} was not found: npm run setup:e2e installs it`;
    (process.env.CI === 'true' ? outcome.failed : outcome.skipped).push(sentence);
  }
  if (recordingsDirectory !== null && !existsSync(recordingsDirectory)) {
    outcome.failed.push(`RECORDINGS_DIR names ${recordingsDirectory}, which does not exist`);
  }
}

async function runChecks(root: string, outcome: Outcome): Promise<void> {
  const bin = (path: string): string => join(root, 'node_modules', path);
  const checks: [name: string, args: string[]][] = [
    ['types', [bin('typescript/bin/tsc'), '--noEmit']],
    ['types of the Mini App', [bin('typescript/bin/tsc'), '--noEmit', '-p', 'miniapp/tsconfig.json']],
    ['lint', [bin('@biomejs/biome/bin/biome'), 'check', '.']],
    ['unused code', [bin('knip/bin/knip.js')]],
  ];
  for (const [name, args] of checks) {
    const { code, output } = await runNode(root, args, 180_000);
    if (code === 0) outcome.passed += 1;
    else {
      outcome.failed.push(name);
      process.stdout.write(`${output.trimEnd()}\n`);
    }
    process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name}\n`);
  }
}

async function runTests(root: string, recordingsDirectory: string | null, outcome: Outcome): Promise<void> {
  const report = join(root, '.data', 'test-counts.json');
  mkdirSync(join(root, '.data'), { recursive: true });
  rmSync(report, { force: true });
  const reporter = join(root, 'start', 'checks', 'count-reporter.ts');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const variables = {
    ...process.env,
    CHANNEL_PULSE_TEST_COUNTS: report,
    ...(recordingsDirectory === null ? {} : { RECORDINGS_DIR: recordingsDirectory }),
  };
  const args = [vitest, 'run', '--reporter=default', `--reporter=${reporter}`];
  const { code } = await runNode(root, args, 1_500_000, variables);
  if (!existsSync(report)) {
    outcome.failed.push(`vitest ended with code ${code} before it could count`);
    return;
  }
  const counts = JSON.parse(readFileSync(report, 'utf8')) as TestCounts;
  outcome.passed += counts.passed;
  outcome.failed.push(...Array.from({ length: counts.failed }, () => 'a test named above'));
  if (code !== 0 && counts.failed === 0) outcome.failed.push(`vitest ended with code ${code}`);
  outcome.skipped.push(
    ...counts.skipped.map((test) => `${test.title} (${test.file}): ${whySkipped(root, test)}`),
  );
}

function whySkipped(root: string, test: TestCounts['skipped'][number]): string {
  if (test.reason !== null) return test.reason;
  if (test.file.endsWith('.e2e.test.ts') && findChromium() === null) return 'Chromium was not found';
  const source = readFileSync(join(root, test.file), 'utf8');
  if (source.includes('RECORDINGS_DIR') && (process.env.RECORDINGS_DIR ?? '') === '') {
    return 'RECORDINGS_DIR is not set';
  }
  return 'its file says why';
}
