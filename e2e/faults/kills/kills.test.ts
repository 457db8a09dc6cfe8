import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeptProcess, keepProcess } from './keep-process.ts';
import { type KillPlan, planKills } from './plan-kills.ts';
import { countKills, runKills } from './run-kills.ts';

const plan: KillPlan = {
  seed: 7,
  victims: ['bot', 'api', 'gateway', 'worker'],
  kinds: ['kill', 'pause', 'restart'],
  count: 40,
  withinMs: 60_000,
  pauseMs: [100, 900],
};

describe('planKills', () => {
  it('gives the same plan for the same seed and another one for another', () => {
    expect(planKills(plan)).toEqual(planKills(plan));
    expect(planKills({ ...plan, seed: 8 })).not.toEqual(planKills(plan));
  });

  it('hits every victim equally often, each part of the time once, in every way', () => {
    const blows = planKills(plan);
    for (const victim of plan.victims) {
      expect(blows.filter((blow) => blow.victim === victim)).toHaveLength(10);
    }
    expect(blows.map(({ atMs }) => Math.floor(atMs / 1_500))).toEqual([...blows.keys()]);
    expect(new Set(blows.map(({ kind }) => kind)).size).toBe(3);
    for (const { kind, forMs } of blows) {
      if (kind === 'pause') expect(forMs >= 100 && forMs <= 900).toBe(true);
      else expect(forMs).toBe(0);
    }
  });
});

describe('blows against a real process', () => {
  /** Says its process id again and again; ends in order when it is asked to. */
  const source = `
    setInterval(() => process.stdout.write(process.pid + '\\n'), 10);
    process.on('SIGTERM', () => { process.stdout.write('orderly\\n'); process.exit(0); });
    if (process.env.FAILS) setTimeout(() => process.exit(3), 50);
    process.send('ready');`;
  let directory: string;
  let lines: string[];
  let kept: KeptProcess | null = null;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'channel-pulse-kills-'));
    lines = [];
  });

  afterEach(async () => {
    await kept?.stop();
    kept = null;
    rmSync(directory, { recursive: true, force: true });
  });

  async function keep(variables: Record<string, string> = {}): Promise<KeptProcess> {
    const root = resolve(import.meta.dirname, '../../..');
    const program = {
      name: 'ticker',
      command: ['-e', source],
      variables: { PATH: process.env.PATH ?? '', ...variables },
      onLine: (line: string) => void lines.push(line),
    };
    kept = keepProcess(program, { root, logDirectory: directory, restartPauseMs: 50 });
    await kept.ready();
    await expect.poll(() => lines.length).toBeGreaterThan(0);
    return kept;
  }

  it('kills it with -9 and finds another one in its place', async () => {
    const ticker = await keep();
    const before = ticker.pid();
    expect(await ticker.strike('kill', 0)).toBe(before);
    expect(ticker.pid()).toBeNull();
    await ticker.ready();
    expect(ticker.pid()).not.toBe(before);
    expect(lines).not.toContain('orderly');
    expect(() => process.kill(before ?? 0, 0)).toThrow('ESRCH');
    expect(ticker.unasked()).toEqual([]);
  });

  it('stops it for a while, in which it does nothing, and lets it go on', async () => {
    const ticker = await keep();
    const pid = ticker.pid();
    const paused = ticker.strike('pause', 1_500);
    await delay(500);
    const said = lines.length;
    await delay(500);
    expect(lines).toHaveLength(said);
    await paused;
    await expect.poll(() => lines.length).toBeGreaterThan(said + 3);
    expect(ticker.pid()).toBe(pid);
  });

  it('ends it in order and starts it again', async () => {
    const ticker = await keep();
    const before = ticker.pid();
    await ticker.strike('restart', 0);
    expect(lines).toContain('orderly');
    await ticker.ready();
    expect(ticker.pid()).not.toBe(before);
  });

  it('notes an end that nobody asked for', async () => {
    const ticker = await keep({ FAILS: 'yes' });
    await expect.poll(() => ticker.unasked().length).toBeGreaterThan(0);
    expect(ticker.unasked()[0]).toMatch(/^ticker ended with code 3/);
  });

  it('carries a plan out, says what it did and when, and counts it', async () => {
    const ticker = await keep();
    const said: string[] = [];
    const blows = planKills({ ...plan, victims: ['ticker'], kinds: ['kill'], count: 2, withinMs: 2_000 });
    const dealt = await runKills(
      blows,
      new Map([['ticker', ticker]]),
      (sentence) => void said.push(sentence),
    );
    expect(dealt.map(({ atMs }) => atMs)).toEqual(blows.map(({ atMs }) => atMs));
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/^\d{4}-\d\d-\d\dT.*Z \+\d+ ms: kill ticker \(\d+\)$/);
    expect(countKills(dealt)).toEqual({ ticker: 2 });
    expect(dealt[0]?.pid).not.toBe(dealt[1]?.pid);
  });
});
