import type { Connection } from '#server/db/database.ts';
import { countSealedRecords } from '#server/db/queries/count-sealed-records.ts';
import { readKeyRing } from './key-ring-file.ts';

export interface ListedKey {
  id: string;
  /** null: records name it, but the ring does not hold it. */
  createdAt: Date | null;
  isCurrent: boolean;
  records: number;
}

/** Every key of the ring, newest first, and after them those that records name and the ring has not. */
export async function listKeys(connection: Connection, file: string): Promise<ListedKey[]> {
  const { keys } = readKeyRing(file).ring;
  const counts = await countSealedRecords(connection);
  const held = keys.map(({ id, createdAt }, index) => ({
    ...{ id, createdAt, isCurrent: index === 0 },
    records: counts.get(id) ?? 0,
  }));
  const missing = [...counts].filter(([id]) => !keys.some((key) => key.id === id));
  return [...held, ...missing.map(([id, records]) => ({ id, createdAt: null, isCurrent: false, records }))];
}
