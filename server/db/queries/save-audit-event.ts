import type { Connection } from '../connection.ts';

/** Something that was done with a secret, an account or a right. */
export interface AuditEvent {
  /** Who did it: `viewer:<id>`, `gateway`, `cli` … */
  actor: string;
  /** What was done, in words joined by dots: `secret.opened`. */
  event: string;
  /** What it was done to: `accounts:<id>`. */
  subject: string;
  /** Never a secret, not even a part of one. */
  details: Record<string, string | number | boolean | null>;
  happenedAt: Date;
}

/** Adds one line to the audit log, which is only ever added to. */
export async function saveAuditEvent(connection: Connection, event: AuditEvent): Promise<void> {
  await connection.query(
    `INSERT INTO audit_log (happened_at, actor, event, subject, details) VALUES ($1, $2, $3, $4, $5)`,
    [event.happenedAt, event.actor, event.event, event.subject, JSON.stringify(event.details)],
  );
}
