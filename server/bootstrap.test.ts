import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const bootstrap = join(root, 'server', 'bootstrap.ts');
const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-bootstrap-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function run(source: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const program = join(directory, 'main.mts');
  writeFileSync(program, source);
  return spawnSync(process.execPath, ['--import', tsx, bootstrap, program, ...args], {
    ...{ cwd: directory, encoding: 'utf8', timeout: 15_000 },
    env: { PATH: process.env.PATH, GIVEN: 'by the environment' },
  });
}

describe('bootstrap', () => {
  it('ends the process with the reason when nobody handles a rejection, without a token', () => {
    const token = `110201543:${'A'.repeat(35)}`;
    const { status, stderr } = run(
      `void Promise.reject(new Error('refused ${token}')); setInterval(() => undefined, 1000);`,
    );
    expect(status).toBe(1);
    expect(stderr).toContain('Error: refused 110201543:[removed]');
  });

  it.each(['environment', 'webhook-elsewhere', 'key-ring-open'])(
    'prints a wrong configuration (%s) as sentences, without a stack',
    (code) => {
      const { status, stderr } = run(
        `throw Object.assign(new Error('The configuration has a problem:\\n- X is missing'), { code: '${code}' });`,
      );
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: 'The configuration has a problem:\n- X is missing\n',
      });
    },
  );

  it('reads .env under the environment, and gives the program its own arguments', () => {
    writeFileSync(join(directory, '.env'), 'GIVEN=by the file\nWRITTEN=by the file\n');
    const { stdout } = run(
      `process.stdout.write(JSON.stringify([process.env.GIVEN, process.env.WRITTEN, process.argv.slice(2)]));`,
      '--flag',
    );
    expect(JSON.parse(stdout)).toEqual(['by the environment', 'by the file', ['--flag']]);
  });
});
