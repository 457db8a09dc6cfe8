import { describe, expect, it } from 'vitest';
import { type Stoppable, stopInReverse } from './stop-stack.ts';

describe('stopInReverse', () => {
  it('stops what was started last first, and goes on past what fails or hangs', async () => {
    const stopped: string[] = [];
    const said: string[] = [];
    const part = (name: string, stop: () => Promise<void>): { name: string; stop: () => Promise<void> } => ({
      name,
      stop: () => {
        stopped.push(name);
        return stop();
      },
    });
    const parts = [
      part('database', async () => undefined),
      part('stubborn', () => new Promise(() => undefined)),
      part('broken', () => Promise.reject(new Error('no such process'))),
      part('front', async () => undefined),
    ];
    const startedAt = Date.now();
    await stopInReverse(parts, 600, (sentence) => said.push(sentence));
    expect(stopped).toEqual(['front', 'broken', 'stubborn', 'database']);
    expect(said).toEqual(['broken did not stop: no such process', 'stubborn did not stop: it took too long']);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
  });

  it('keeps to the budget with four deaf parts, and keeps what the database needs to the end', async () => {
    const graces: Record<string, number> = {};
    const part = (name: string, leastMs?: number): Stoppable => ({
      name,
      ...(leastMs === undefined ? {} : { leastMs }),
      stop: async (graceMs): Promise<void> => {
        graces[name] = graceMs;
        await new Promise((resolve) => setTimeout(resolve, graceMs));
      },
    });
    const parts = [part('database', 900), part('a'), part('b'), part('c'), part('d')];
    const startedAt = Date.now();
    await stopInReverse(parts, 4_000, () => undefined);
    expect(Date.now() - startedAt).toBeLessThan(6_000);
    expect(graces.database).toBeGreaterThanOrEqual(700);
  });

  it('shares a budget, so that each may take less the longer the others took', async () => {
    const graces: number[] = [];
    const slow = {
      name: 'slow',
      stop: async (graceMs: number): Promise<void> => {
        graces.push(graceMs);
        await new Promise((resolve) => setTimeout(resolve, 600));
      },
    };
    await stopInReverse([slow, slow, slow], 2_000, () => undefined);
    expect(graces).toHaveLength(3);
    expect(graces[0]).toBeGreaterThan(graces[1] ?? 0);
    expect(graces[1]).toBeGreaterThan(graces[2] ?? 0);
  });
});
