import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { endOwner, fateOf, nameOwner } from './process-owner.ts';

const [host] = nameOwner().split(':');
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that does nothing, and its name as an owner. */
async function aProcess(): Promise<{ child: ChildProcess; owner: string }> {
  const program = "process.stdout.write('up'); setInterval(() => {}, 1_000)";
  const child = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await once(child.stdout, 'data');
  const [, fields = ''] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ');
  return { child, owner: `${host}:${child.pid}:${fields.split(' ')[19]}:abc` };
}

describe('the owner of a lease', () => {
  it('is another one at every naming', () => {
    expect(nameOwner()).not.toBe(nameOwner());
  });

  it('is alive while its process lives, and never ends itself', async () => {
    const owner = nameOwner();
    expect(fateOf(owner)).toEqual({ kind: 'alive', pid: process.pid });
    expect(await endOwner(owner, 100)).toBe(false);
  });

  it('is known to be dead once its process has ended on this host', async () => {
    const { child, owner } = await aProcess();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(fateOf(owner)).toEqual({ kind: 'dead' });
    expect(fateOf(`${host}:${child.pid}:abc`)).toEqual({ kind: 'dead' });
    expect(await endOwner(owner, 100)).toBe(true);
  });

  it('can be ended though it is stopped', async () => {
    const { child, owner } = await aProcess();
    child.kill('SIGSTOP');
    expect(await endOwner(owner, 5_000)).toBe(true);
    expect(fateOf(owner)).toEqual({ kind: 'dead' });
  });

  it('is dead, and its successor untouched, when its number was given to another process', async () => {
    const { child, owner } = await aProcess();
    const earlier = owner.replace(/:\d+:abc$/, ':1:abc');
    expect(fateOf(earlier)).toEqual({ kind: 'dead' });
    expect(await endOwner(earlier, 100)).toBe(true);
    expect(fateOf(owner)).toEqual({ kind: 'alive', pid: child.pid });
  });

  it.each([
    '',
    'elsewhere:1:1:abc',
    'nonsense',
    `${host}:x:1:abc`,
    `${host}:-1:1:abc`,
    `${host}:${process.pid}:abc`,
  ])('is neither declared dead nor ended without knowledge (%j)', async (owner) => {
    expect(fateOf(owner)).toEqual({ kind: 'unknown' });
    expect(await endOwner(owner, 50)).toBe(false);
  });
});
