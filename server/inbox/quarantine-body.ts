import { createHash } from 'node:crypto';
import type { Connection } from '#server/db/database.ts';

/** Longer bodies are cut: enough to see what it was. */
const keptLength = 64 * 1024;

/**
 * Keeps a body that is no update where an operator can look at it. Its id is a negative number made from its content:
 * it meets no real update, and a second delivery of the same body is the same row.
 */
export async function quarantineBody(
  connection: Connection,
  body: Buffer,
  problem: string,
  receivedAt: Date,
): Promise<void> {
  const id = -(createHash('sha256').update(body).digest().readBigUInt64BE() >> 1n) - 1n;
  await connection.query(
    `INSERT INTO updates_inbox (update_id, queue_key, payload, received_at, state, error, done_at)
     VALUES ($1, 'unreadable', $2, $3, 'quarantined', $4, $3)
     ON CONFLICT (update_id) DO NOTHING`,
    [id.toString(), readable(body.subarray(0, keptLength)), receivedAt, problem],
  );
}

/** Text stays text; bytes that PostgreSQL cannot keep as text become base64. */
function readable(body: Buffer): string {
  const text = body.toString('utf8');
  return text.includes('\u0000') || text.includes('\uFFFD') ? `base64:${body.toString('base64')}` : text;
}
