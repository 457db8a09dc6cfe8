import type { Database } from '#server/db/database.ts';
import {
  loadSealedRecords,
  type SealedRow,
  type SealedTable,
} from '#server/db/queries/load-sealed-records.ts';
import { replaceSealedRecords } from '#server/db/queries/replace-sealed-records.ts';
import { loginContext, sessionContext } from './seal-contexts.ts';
import { SealError, type SealFault } from './seal-error.ts';
import type { SealContext, Vault } from './vault.ts';

/** A record that cannot be given another key. It stays as it is. */
export interface StuckRecord {
  table: SealedTable;
  row: string;
  reason: SealFault;
}

export interface Rewrapped {
  count: number;
  stuck: StuckRecord[];
}

const tables: readonly SealedTable[] = ['accounts', 'login_flows'];
/** A pass that changed nothing is the last; writers that are faster than this many passes are left to the next time. */
const passes = 10;

/**
 * Gives every sealed record of the database the current key, while others read and write them: a record that was written
 * in the meantime is left alone and found by the next pass. It can be stopped at any moment and begun again.
 */
export async function rewrapRecords(
  database: Pick<Database, 'query'>,
  options: { vault: Vault; currentKeyId: string; batchSize: number; onBatch(count: number): void },
): Promise<Rewrapped> {
  let count = 0;
  let stuck: StuckRecord[] = [];
  for (let pass = 0; pass < passes; pass += 1) {
    const found: StuckRecord[] = [];
    const before = count;
    for (const table of tables) {
      for await (const batch of batches(database, table, options)) {
        const changes = batch.flatMap((row) => {
          const outcome = rewrap(options.vault, table, row);
          if ('newRecord' in outcome) return [{ row: row.row, oldRecord: row.record, ...outcome }];
          found.push(outcome);
          return [];
        });
        count += await replaceSealedRecords(database, table, changes);
        options.onBatch(count);
      }
    }
    stuck = found;
    if (count === before) break;
  }
  return { count, stuck };
}

async function* batches(
  database: Pick<Database, 'query'>,
  table: SealedTable,
  { currentKeyId, batchSize }: { currentKeyId: string; batchSize: number },
): AsyncGenerator<SealedRow[]> {
  let after = '';
  for (;;) {
    const wanted = { exceptKeyId: currentKeyId, after, limit: batchSize };
    const batch = await loadSealedRecords(database, table, wanted);
    const last = batch.at(-1);
    if (last === undefined) return;
    yield batch;
    after = last.row;
  }
}

function rewrap(vault: Vault, table: SealedTable, row: SealedRow): { newRecord: string } | StuckRecord {
  try {
    return { newRecord: vault.rewrap(row.record, contextOf(table, row)) };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return { table, row: row.row, reason: error.code };
  }
}

function contextOf(table: SealedTable, { row, kind, viewerId }: SealedRow): SealContext {
  return table === 'accounts'
    ? sessionContext({ accountId: row, kind: kind ?? '', viewerId })
    : loginContext({ flowId: row, viewerId });
}
