import type { Connection } from '../connection.ts';
import type { AuditEvent } from './save-audit-event.ts';

export interface ListedAuditEvent extends AuditEvent {
  eventId: string;
}

export interface AuditFilter {
  actor: string | null;
  event: string | null;
  subject: string | null;
  since: Date | null;
  /** Only events with a smaller id. */
  before: string | null;
  limit: number;
}

/** Lines of the audit log, the newest first. */
export async function listAuditEvents(
  connection: Connection,
  filter: AuditFilter,
): Promise<ListedAuditEvent[]> {
  return await connection.query<ListedAuditEvent>(
    `SELECT event_id AS "eventId", happened_at AS "happenedAt", actor, event, subject, details
     FROM audit_log
     WHERE ($1::text IS NULL OR actor = $1) AND ($2::text IS NULL OR event = $2)
       AND ($3::text IS NULL OR subject = $3) AND ($4::timestamptz IS NULL OR happened_at >= $4)
       AND ($5::bigint IS NULL OR event_id < $5)
     ORDER BY event_id DESC LIMIT $6`,
    [filter.actor, filter.event, filter.subject, filter.since, filter.before, filter.limit],
  );
}
