import type { Connection } from '../connection.ts';

/** Local tables whose rows end by their age, and how they are told. */
const statements = {
  quarantinedUpdates:
    "DELETE FROM updates_inbox WHERE state = 'quarantined' AND received_at < $1 RETURNING 1",
  botNotices: 'DELETE FROM bot_notices WHERE noted_at < $1 RETURNING 1',
  progressMessages: 'DELETE FROM progress_messages WHERE created_at < $1 RETURNING 1',
  loginAttempts: 'DELETE FROM auth_attempts WHERE attempted_at < $1 RETURNING 1',
  auditLog: 'DELETE FROM audit_log WHERE happened_at < $1 RETURNING 1',
} as const;

export type AgingTable = keyof typeof statements;

/** Deletes what is older than `before` and returns how many rows that were. */
export async function deleteRowsBefore(
  connection: Connection,
  table: AgingTable,
  before: Date,
): Promise<number> {
  return (await connection.query(statements[table], [before])).length;
}
