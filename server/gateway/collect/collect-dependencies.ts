/**
 * Collecting: tasks of the queue that read channels through the session this gateway holds. What to do next is decided
 * by pure functions (`plan-…`); the tasks fetch, save in one transaction what belongs together, and put themselves off.
 */
import type { Database } from '#server/db/database.ts';
import type { Log } from '#server/log.ts';
import type { KeptSession } from '../telegram/keep-session.ts';

export interface CollectDependencies {
  database: Database;
  session: KeptSession;
  accountId: string;
  log: Log;
  now(): Date;
  random(): number;
}
