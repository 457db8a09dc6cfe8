import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isKnownDead, nameOwner } from './process-owner.ts';

describe('the owner of a lease', () => {
  it('is another one at every start', () => {
    expect(nameOwner()).not.toBe(nameOwner());
  });

  it('is not dead while its process lives', () => {
    expect(isKnownDead(nameOwner())).toBe(false);
  });

  it('is known to be dead once its process has ended on this host', async () => {
    const child = spawn(process.execPath, ['--eval', '']);
    await once(child, 'exit');
    const [host] = nameOwner().split(':');
    expect(isKnownDead(`${host}:${child.pid}:abc`)).toBe(true);
  });

  it.each(['', 'elsewhere:1:abc', 'nonsense', `${nameOwner().split(':')[0]}:x:abc`])(
    'is never declared dead without knowledge (%j)',
    (owner) => {
      expect(isKnownDead(owner)).toBe(false);
    },
  );
});
