import type { Connection } from '../connection.ts';
import type { SealedTable } from './load-sealed-records.ts';

const statements: Record<SealedTable, string> = {
  accounts: `UPDATE accounts SET session = change.new_record
    FROM unnest($1::bigint[], $2::text[], $3::text[]) AS change (row, old_record, new_record)
    WHERE account_id = change.row AND session = change.old_record RETURNING account_id`,
  login_flows: `UPDATE login_flows SET state = change.new_record
    FROM unnest($1::text[], $2::text[], $3::text[]) AS change (row, old_record, new_record)
    WHERE flow_id = change.row AND state = change.old_record RETURNING flow_id`,
};

/** Puts records in the place of exactly those that were read; a row that was written since is left alone. Returns how many. */
export async function replaceSealedRecords(
  connection: Connection,
  table: SealedTable,
  changes: readonly { row: string; oldRecord: string; newRecord: string }[],
): Promise<number> {
  const replaced = await connection.query(statements[table], [
    changes.map(({ row }) => row),
    changes.map(({ oldRecord }) => oldRecord),
    changes.map(({ newRecord }) => newRecord),
  ]);
  return replaced.length;
}
