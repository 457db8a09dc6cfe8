import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atMost, shown } from '#bench/figure.ts';
import { compareWithTruth } from '#e2e/stepped/compare-with-truth.ts';
import { hashSeries } from '#e2e/stepped/hash-series.ts';
import { type SteppedLife, startSteppedLife } from '#e2e/stepped/stepped-life.ts';
import { migrateDatabase } from '#server/db/migrate.ts';
import type { Stage } from '../stage/stage.ts';
import type { Trial, TriedPromise } from './tried-promise.ts';

/** Thirty days; the short form is `e2e/stepped/stepped.integration.test.ts`. */
const steps = 2_880;
/** As many as fit into the time; this one has comments. The short form reads one that posts much. */
const channels = ['ostrov_utra'];
const barSeconds = 120;

interface Lived {
  seconds: number;
  /** Of this process: sandbox, gateway and planner together. */
  cpuSeconds: number;
  rows: number;
  hash: string;
  findings: string[];
}

/** A month of collecting, twice: against the world's own truth, and against each other. */
export const steppedMonth: TriedPromise = {
  title: 'a stepped month is collected exactly as the world has it, and the same for the same seed',
  proxied: [],
  fullSeconds: null,
  async run(stage, trial) {
    // The lives bring their own gateway and planner; of the stage they need PostgreSQL alone.
    await Promise.all([...stage.processes.values()].map((kept) => kept.stop()));
    const first = await live(stage, trial, 'stepped_first');
    const second = await live(stage, trial, 'stepped_second');
    const isSame = first.hash === second.hash;
    return {
      counts: {},
      figures: [
        shown('stepped.steps', steps, 'steps'),
        shown('stepped.channels', channels.length, 'channels'),
        shown('stepped.rows', first.rows, 'rows'),
        atMost('stepped.seconds', first.seconds, 's', barSeconds),
        shown('stepped.cpu', first.cpuSeconds, 's'),
        atMost('stepped.secondsAgain', second.seconds, 's', barSeconds),
        atMost('stepped.wrong', first.findings.length + second.findings.length, 'figures', 0),
        atMost('stepped.differentHashes', isSame ? 0 : 1, 'hashes', 0),
      ],
      findings: [
        ...[...first.findings, ...second.findings].slice(0, 20),
        ...(isSame ? [] : [`the series differ: ${first.hash} and ${second.hash}`]),
      ],
    };
  },
};

async function live(stage: Stage, { seed, say }: Trial, name: string): Promise<Lived> {
  await stage.database.query(`CREATE DATABASE ${name}`);
  const databaseUrl = stage.cluster.url(name);
  await migrateDatabase(databaseUrl);
  const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-stepped-'));
  let life: SteppedLife | null = null;
  try {
    life = await startSteppedLife({ databaseUrl, directory, seed, channels });
    const begun = performance.now();
    const cpu = process.cpuUsage();
    for (let step = 1; step <= steps; step += 1) {
      await life.step();
      if (step % 480 === 0) say(`${name}: ${step} of ${steps} steps`);
    }
    const seconds = (performance.now() - begun) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    const cpuSeconds = (user + system) / 1_000_000;
    const findings = await findWrong(life);
    return { seconds, cpuSeconds, findings, ...(await hashSeries(life.database, life.channelIds)) };
  } finally {
    await life?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function findWrong({ database, sandbox, channelIds }: SteppedLife): Promise<string[]> {
  const findings: string[] = [];
  for (const channelId of channelIds) {
    findings.push(...(await compareWithTruth(database, sandbox.world, channelId)).findings);
  }
  const unknown = await sandbox.control.listUnknownMethods();
  const failures = await sandbox.control.listFailures();
  return [
    ...findings,
    ...unknown.map((method) => `the sandbox does not know ${method}`),
    ...failures.map(({ method }) => `the sandbox failed at ${method}`),
  ];
}
