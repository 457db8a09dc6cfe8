import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productPrograms, usualPorts } from './programs.ts';

interface Application {
  name: string;
  script: string;
  args: string;
  exec_mode: string;
  instances: number;
  node_args: string;
  wait_ready: boolean;
  kill_timeout: number;
  env: Record<string, string>;
}

const root = resolve(import.meta.dirname, '..');
const { apps } = createRequire(import.meta.url)(join(root, 'ecosystem.config.cjs')) as {
  apps: Application[];
};

describe('ecosystem.config.cjs', () => {
  it('runs the same four programs on the same ports as npm start does against Telegram', () => {
    const programs = productPrograms({}, usualPorts);
    expect(apps).toHaveLength(4);
    for (const program of programs) {
      const app = apps.find(({ name }) => name === `channel-pulse-${program.name}`);
      expect(app?.args).toBe(program.command.at(-1));
      expect(app?.node_args).toBe(['--import tsx', ...program.command.slice(0, -2)].join(' '));
      expect(app?.env.METRICS_PORT).toBe(program.variables.METRICS_PORT);
      if (program.name !== 'worker') expect(app?.env.PORT).toBe(program.variables.PORT);
    }
  });

  it('names programs that exist, runs one of each in fork mode and gives it time to start and to end', () => {
    for (const app of apps) {
      expect(existsSync(app.script)).toBe(true);
      expect(existsSync(join(root, app.args)), app.args).toBe(true);
      expect(app).toMatchObject({
        exec_mode: 'fork',
        instances: 1,
        wait_ready: true,
        kill_timeout: 10_000,
      });
    }
  });
});
