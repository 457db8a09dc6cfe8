import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createTestDatabase } from '#e2e/harness/test-database.ts';
import { compareWithTruth } from './compare-with-truth.ts';
import { hashSeries, type Series } from './hash-series.ts';
import { type SteppedLife, startSteppedLife } from './stepped-life.ts';

const steps = 192;
/** After so many the second life is compared with the first. */
const stepsAgain = 24;
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function aLife(seed: number): Promise<SteppedLife> {
  const { url, drop } = await createTestDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'stepped-'));
  closers.push(async () => rmSync(directory, { recursive: true, force: true }), drop);
  const life = await startSteppedLife({ databaseUrl: url, directory, seed, channels: ['gorod_vesti'] });
  closers.push(() => life.stop());
  return life;
}

it('collects two days of 15-minute steps exactly as the world has them, and the same for the same seed', async () => {
  const life = await aLife(7);
  const { database, sandbox, channelIds } = life;
  const [channelId] = channelIds;
  if (channelId === undefined) throw new Error('nothing is collected');
  const from = life.now();
  let early: Series | null = null;
  for (let step = 1; step <= steps; step += 1) {
    await life.step();
    if (step === stepsAgain) early = await hashSeries(database, channelIds);
  }
  expect(life.now() - from).toBe(2 * 86_400);
  const compared = await compareWithTruth(database, sandbox.world, channelId);
  expect(compared.findings).toEqual([]);
  // One at the beginning, then one a step.
  expect(compared.snapshots).toBe(steps + 1);
  expect(compared.posts).toBeGreaterThan(1_000);
  expect(await sandbox.control.listFailures()).toEqual([]);

  const again = await aLife(7);
  for (let step = 1; step <= stepsAgain; step += 1) await again.step();
  expect(await hashSeries(again.database, channelIds)).toEqual(early);

  // What is compared is seen: one view too many, one subscriber too few, one post that is not there.
  await database.query(
    'UPDATE posts SET views = views + 1 WHERE post_id = (SELECT min(post_id) FROM posts WHERE views IS NOT NULL)',
    [],
  );
  await database.query('UPDATE channel_snapshots SET subscribers = subscribers - 1 WHERE captured_at = $1', [
    new Date(from * 1_000),
  ]);
  await database.query('DELETE FROM posts WHERE post_id = (SELECT max(post_id) FROM posts)', []);
  const { findings } = await compareWithTruth(database, sandbox.world, channelId);
  expect(findings.map((finding) => /views|subscribers|not stored/.exec(finding)?.[0])).toEqual([
    'subscribers',
    'views',
    'not stored',
  ]);
}, 300_000);
