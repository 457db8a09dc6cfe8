import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import type { TestCounts } from './check-everything.ts';

/** A vitest reporter that writes how many tests passed and failed, and which were skipped with which note. */
export default function createCountReporter(): Reporter {
  let root = process.cwd();
  return {
    onInit(vitest: Vitest) {
      root = vitest.config.root;
    },
    onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]) {
      const counts: TestCounts = { passed: 0, failed: unhandledErrors.length, skipped: [] };
      for (const module of modules) count(module, relative(root, module.moduleId), counts);
      const file = process.env.CHANNEL_PULSE_TEST_COUNTS;
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    },
  };
}

function count(module: TestModule, file: string, counts: TestCounts): void {
  // A file or a suite that fails outside its tests (an import, a hook) is a failure that no test carries.
  counts.failed += module.errors().length;
  for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') counts.passed += 1;
    else if (result.state === 'failed') counts.failed += 1;
    else if (result.state === 'skipped') {
      counts.skipped.push({ title: test.fullName, file, reason: result.note ?? null });
    }
  }
}
