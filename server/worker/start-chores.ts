import { Counter, type Registry } from 'prom-client';
import type { Database } from '#server/db/database.ts';
import { freeSilentWorkers } from '#server/jobs/free-silent-workers.ts';
import type { Log } from '#server/log.ts';
import { applyRetention } from './apply-retention.ts';
import { deleteOldUpdates } from './delete-old-updates.ts';
import { finishSnapshots } from './finish-snapshots.ts';
import { makePartitions } from './make-partitions.ts';
import { packCurves } from './pack-curves.ts';
import { planDueChannels } from './plan-due-channels.ts';
import { type Chore, repeat } from './repeat.ts';

/** Starts everything the worker does, each at its own pace. */
export function startChores(database: Database, log: Log, registry: Registry): { stop(): Promise<void> } {
  const turns = new Counter({
    name: 'worker_effects_total',
    help: 'What the chores of the worker did',
    labelNames: ['chore'],
    registers: [registry],
  });
  const chores: Chore[] = [
    {
      name: 'plan-due-channels',
      everyMs: 60_000,
      run: async (now) => note('plan-due-channels', await planDueChannels(database, now)),
    },
    {
      name: 'free-silent-workers',
      everyMs: 15_000,
      run: async () => note('free-silent-workers', (await freeSilentWorkers(database)).length),
    },
    {
      name: 'delete-old-updates',
      everyMs: 3_600_000,
      run: async (now) => note('delete-old-updates', await deleteOldUpdates(database, now)),
    },
    {
      name: 'finish-snapshots',
      everyMs: 60_000,
      run: async (now) => note('finish-snapshots', await finishSnapshots(database, now)),
    },
    {
      name: 'pack-curves',
      everyMs: 60_000,
      run: async (now) => note('pack-curves', await packCurves(database, now)),
    },
    {
      // One after the other: both lock the partitions, and who finds them locked leaves them to the other.
      name: 'storage-periods',
      everyMs: 3_600_000,
      run: async (now) => {
        note('make-partitions', await makePartitions(database, now));
        note('apply-retention', await applyRetention(database, now));
      },
    },
  ];
  function note(chore: string, effects: number): void {
    turns.inc({ chore }, effects);
    if (effects > 0) log.info({ chore, effects }, 'done');
  }
  const running = chores.map((chore) => repeat(chore, log));
  return {
    async stop() {
      await Promise.all(running.map((each) => each.stop()));
    },
  };
}
