import type { Database } from '#server/db/database.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { type KeyRing, withoutKeys } from './key-ring.ts';
import { changeKeyRing } from './key-ring-file.ts';
import { listKeys } from './list-keys.ts';

/** What was sealed with a key just before it was replaced may still be on its way into the database. */
const graceMs = 600_000;

export interface Pruned {
  removed: string[];
  /** Keys that stay although they are not current, and why. */
  kept: { id: string; reason: 'in-use' | 'recent'; records: number }[];
}

/** Removes the keys of the ring that no record needs and that were replaced more than ten minutes ago. */
export async function pruneKeys(database: Database, file: string, now: Date): Promise<Pruned> {
  const listed = await listKeys(database, file);
  const older = listed.filter(({ isCurrent, createdAt }) => !isCurrent && createdAt !== null);
  const kept: Pruned['kept'] = [];
  const removed: string[] = [];
  for (const { id, records } of older) {
    // The list is newest first: what stands before a key replaced it.
    const replacedAt = listed[listed.findIndex((key) => key.id === id) - 1]?.createdAt ?? now;
    const isRecent = now.getTime() - replacedAt.getTime() < graceMs;
    if (records > 0) kept.push({ id, reason: 'in-use', records });
    else if (isRecent) kept.push({ id, reason: 'recent', records });
    else removed.push(id);
  }
  if (removed.length > 0) {
    changeKeyRing(file, (ring): KeyRing | null => (ring === null ? null : withoutKeys(ring, removed)));
    for (const id of removed) {
      const event = {
        actor: 'cli',
        event: 'keys.pruned',
        subject: `keys:${id}`,
        details: {},
        happenedAt: now,
      };
      await saveAuditEvent(database, event);
    }
  }
  return { removed, kept };
}
