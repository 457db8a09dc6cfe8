import { describe, expect, it } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

/** A write that settles when it is told to. */
function aSlowWrite(): {
  write: (entries: readonly number[]) => Promise<void>;
  groups: number[][];
  settle: (error?: Error) => Promise<void>;
} {
  const groups: number[][] = [];
  const pending: ((error?: Error) => void)[] = [];
  return {
    groups,
    write: (entries) => {
      groups.push([...entries]);
      return new Promise((resolve, reject) =>
        pending.push((error) => (error === undefined ? resolve() : reject(error))),
      );
    },
    async settle(error) {
      pending.shift()?.(error);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('group commit', () => {
  it('writes a lone entry at once and what came meanwhile together', async () => {
    const slow = aSlowWrite();
    const store = createGroupCommit(slow.write);
    const stored = [store(1), store(2), store(3)];
    expect(slow.groups).toEqual([[1]]);
    await slow.settle();
    expect(slow.groups).toEqual([[1], [2, 3]]);
    await slow.settle();
    await expect(Promise.all(stored)).resolves.toHaveLength(3);
  });

  it('resolves nobody before the commit that holds his entry', async () => {
    const slow = aSlowWrite();
    const store = createGroupCommit(slow.write);
    const settled: number[] = [];
    void store(1).then(() => settled.push(1));
    void store(2).then(() => settled.push(2));
    await slow.settle();
    expect(settled).toEqual([1]);
    await slow.settle();
    expect(settled).toEqual([1, 2]);
  });

  it('fails only the group whose commit failed and goes on', async () => {
    const slow = aSlowWrite();
    const store = createGroupCommit(slow.write);
    const first = expect(store(1)).rejects.toThrow('no database');
    const second = store(2);
    await slow.settle(new Error('no database'));
    await first;
    await slow.settle();
    await expect(second).resolves.toBeUndefined();
    const third = store(3);
    await slow.settle();
    await expect(third).resolves.toBeUndefined();
  });

  it('keeps groups to the size that was set', async () => {
    const slow = aSlowWrite();
    const store = createGroupCommit(slow.write, 2);
    const stored = [1, 2, 3, 4].map(store);
    for (let round = 0; round < 3; round += 1) await slow.settle();
    await Promise.all(stored);
    expect(slow.groups).toEqual([[1], [2, 3], [4]]);
  });
});
