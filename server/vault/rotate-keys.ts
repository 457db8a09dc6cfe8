import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '#server/db/database.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { withNewKey } from './key-ring.ts';
import { KeyRingError } from './key-ring-error.ts';
import { changeKeyRing, readKeyRing } from './key-ring-file.ts';
import { type Rewrapped, rewrapRecords } from './rewrap-records.ts';
import { openVault, type VaultLog } from './vault.ts';

/** Longer than a healthy database takes for a write. */
const usualSettleMs = 1_000;

export interface RotationOptions {
  file: string;
  log: VaultLog;
  now: Date;
  /** How many records have the current key now, after each batch. */
  onBatch(count: number): void;
  batchSize?: number;
  /** Waits until what was sealed with the key before has reached the database; the last pass looks for it then. */
  settle?(): Promise<unknown>;
}

export interface Rotation extends Rewrapped {
  currentKeyId: string;
  /** False: an earlier rotation had not come to its end, and this one ended it with the key that was there. */
  isNewKey: boolean;
}

/**
 * Adds a key to the ring, makes it the current one and gives it to every sealed record. The processes go on: they read the
 * file again when it changes. What an interrupted rotation left is ended first, without another key. Throws `KeyRingError`
 * when there is no usable file of keys: one is never made here.
 */
export async function rotateKeys(database: Database, options: RotationOptions): Promise<Rotation> {
  const { file, log, now, onBatch, batchSize = 500, settle = () => sleep(usualSettleMs) } = options;
  const { ring } = readKeyRing(file);
  const vault = openVault({ file, log });
  let currentKeyId = ring.keys[0].id;
  const rewrap = (done: number): Promise<Rewrapped> =>
    rewrapRecords(database, {
      ...{ vault, currentKeyId, batchSize },
      onBatch: (count) => onBatch(done + count),
    });
  const left = await rewrap(0);
  const isNewKey = left.count === 0;
  if (isNewKey) currentKeyId = addKey(file, now);
  const first = isNewKey ? await rewrap(0) : left;
  await settle();
  const last = await rewrap(first.count);
  const rotation = { currentKeyId, isNewKey, count: first.count + last.count, stuck: last.stuck };
  await saveAuditEvent(database, {
    ...{ actor: 'cli', event: 'keys.rotated', subject: `keys:${currentKeyId}`, happenedAt: now },
    details: { isNewKey, records: rotation.count, stuck: rotation.stuck.length },
  });
  return rotation;
}

function addKey(file: string, now: Date): string {
  const changed = changeKeyRing(file, (ring) => (ring === null ? null : withNewKey(ring, now, randomBytes)));
  if (changed === null)
    throw new KeyRingError('key-ring-missing', `The file of keys ${file} does not exist.`);
  return changed.keys[0].id;
}
