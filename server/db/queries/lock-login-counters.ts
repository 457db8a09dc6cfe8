import { advisoryLocks } from '../advisory-locks.ts';
import type { Connection } from '../connection.ts';

/**
 * Lets one transaction at a time count the attempts of these people, numbers and addresses, over all processes. They
 * are locked in one order, so that two that share some of them cannot wait for each other.
 */
export async function lockLoginCounters(connection: Connection, names: readonly string[]): Promise<void> {
  await connection.query(
    `SELECT pg_advisory_xact_lock($1, key) FROM (
       SELECT DISTINCT hashtext(name) AS key FROM unnest($2::text[]) AS name ORDER BY key
     ) AS counters`,
    [advisoryLocks.loginCounters, names],
  );
}
