import { advisoryLocks } from '#server/db/advisory-locks.ts';
import type { Database } from '#server/db/database.ts';
import { createSnapshotPartition } from '#server/db/queries/create-snapshot-partition.ts';
import { tryAdvisoryLock } from '#server/db/queries/try-advisory-lock.ts';

/** How many months besides the current one have their partition: a worker may rest for weeks. */
const monthsAhead = 2;

/** Makes the monthly partitions that are needed soon and returns how many were missing. */
export async function makePartitions(database: Database, now: Date): Promise<number> {
  let made = 0;
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const isMade = await database.transaction(
      async (connection) =>
        (await tryAdvisoryLock(connection, advisoryLocks.partitions)) &&
        (await createSnapshotPartition(connection, month)),
    );
    if (isMade) made += 1;
  }
  return made;
}
