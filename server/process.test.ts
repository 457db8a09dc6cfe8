import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { DeadlineError, withDeadline } from './process.ts';

const program = `
import { createLog } from '#server/log.ts';
import { runUntilSignal } from '#server/process.ts';
const log = createLog('test', 'silent');
const part = (name, ms) => ({ name, stop: () => new Promise((resolve) => setTimeout(() => { process.stdout.write(name + ' '); resolve(); }, ms)) });
setInterval(() => {}, 1000);
void runUntilSignal(log, [part('first', 0), part('hanging', 60_000), part('last', 0)], 1_000);
process.stdout.write('up ');
`;

describe('runUntilSignal', () => {
  it('stops the parts in reverse order and goes on past one that hangs', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program]);
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (printed === '') child.kill('SIGTERM');
      printed += chunk.toString();
    });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(printed).toBe('up last first ');
    expect(code).toBe(0);
  }, 20_000);
});

describe('withDeadline', () => {
  it('hands on what arrives in time', async () => {
    await expect(withDeadline(Promise.resolve(5), 1_000, 'five')).resolves.toBe(5);
  });

  it('names what was late and by which deadline', async () => {
    const never = new Promise<never>(() => undefined);
    await expect(withDeadline(never, 10, 'the answer')).rejects.toThrow(new DeadlineError('the answer', 10));
  });
});
