import type { Connection } from '../connection.ts';

/** Wipes what a process that was killed while it ended an account has left of its session. */
export async function wipeEndedSessions(connection: Connection, endedBefore: Date): Promise<void> {
  await connection.query(
    "UPDATE accounts SET session = NULL WHERE state = 'ended' AND session IS NOT NULL AND ended_at < $1",
    [endedBefore],
  );
}
