import type { Connection } from '#server/db/connection.ts';
import type { Database } from '#server/db/database.ts';
import { guardEpoch, type Lease } from '#server/db/queries/guard-epoch.ts';

/**
 * Creates the one way of writing what was read through an account: a transaction that commits only while the lease it was
 * read under is the newest one. Throws `StaleLeaseError`, with nothing written, when it is not.
 */
export function createGuardedWrite(
  database: Database,
): <T>(lease: Lease, run: (connection: Connection) => Promise<T>) => Promise<T> {
  return (lease, run) =>
    database.transaction(async (connection) => {
      const result = await run(connection);
      await guardEpoch(connection, lease);
      return result;
    });
}
