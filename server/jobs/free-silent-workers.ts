import type { Connection } from '#server/db/connection.ts';
import { findSilentWorkers } from '#server/db/queries/find-silent-workers.ts';
import { unlockWorkers } from '#server/db/queries/unlock-workers.ts';

/** Six missed signs of life: longer than any pause of a live process that is not our own fault. */
const longestSilenceSeconds = 30;

/**
 * Frees the jobs of workers that were killed and returns the ids of these workers. Safe to run in several processes:
 * a live worker is never among them, and freeing twice changes nothing.
 */
export async function freeSilentWorkers(
  connection: Connection,
  silenceSeconds = longestSilenceSeconds,
): Promise<string[]> {
  const silent = await findSilentWorkers(connection, silenceSeconds);
  if (silent.length > 0) await unlockWorkers(connection, silent);
  return silent;
}
