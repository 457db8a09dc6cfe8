import type { Connection } from '#server/db/connection.ts';
import { countCollection } from '#server/db/queries/count-collection.ts';

/** How collecting goes in all. */
export interface Collection {
  channels: number;
  /** Channels an account reads. */
  byMtproto: number;
  /** Channels that only the Bot API tells of. */
  byBotApi: number;
  readingHistory: number;
  failed: number;
  late: number;
  jobs: number;
  /** ISO 8601; null: nothing was read yet. */
  lastSyncedAt: string | null;
}

/** The planner looks every minute; a channel that was due five minutes ago is late. */
const lateMs = 5 * 60_000;

export async function loadCollection(connection: Connection, now: Date): Promise<Collection> {
  const counts = await countCollection(connection, new Date(now.getTime() - lateMs));
  return { ...counts, lastSyncedAt: counts.lastSyncedAt?.toISOString() ?? null };
}
