/**
 * Collecting: tasks of the queue that read channels through the accounts this gateway holds. Each job names its account;
 * what to do next is decided by pure functions (`plan-…`); the tasks fetch, save in one transaction what belongs
 * together, put themselves off, or hand the channel to another source.
 */
import type { Connection } from '#server/db/connection.ts';
import type { Database } from '#server/db/database.ts';
import type { Log } from '#server/log.ts';
import type { Source } from '../sessions/source.ts';
import type { KeptSession } from '../telegram/keep-session.ts';

/** What every collecting task works with. */
export interface CollectSettings {
  database: Database;
  log: Log;
  now(): Date;
  /** 0…1 */
  random(): number;
  /** null: the account is not held here, or cannot be used now. */
  sourceOf(accountId: string): Source | null;
  /** One transaction of what was read through an account; throws when its lease is somebody else's by now. */
  write<T>(source: Source, run: (connection: Connection) => Promise<T>): Promise<T>;
}

/** What reaching one channel through one account needs. */
export interface CollectDependencies {
  database: Database;
  session: KeptSession;
  accountId: string;
  log: Log;
  now(): Date;
  random(): number;
}
