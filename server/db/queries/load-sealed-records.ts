import type { Connection } from '../connection.ts';

/** The columns that hold sealed records: `v1.<key id>.…`. */
export type SealedTable = 'accounts' | 'login_flows';

/** A sealed record and the columns of its row that say what it belongs to. */
export interface SealedRow {
  row: string;
  /** `operator`, `viewer` or `bot`; null: a login. */
  kind: string | null;
  viewerId: string | null;
  record: string;
}

const statements: Record<SealedTable, string> = {
  accounts: `SELECT account_id::text AS row, kind, viewer_id AS "viewerId", session AS record FROM accounts
    WHERE session IS NOT NULL AND split_part(session, '.', 2) <> $1 AND account_id::text > $2
    ORDER BY account_id::text LIMIT $3`,
  login_flows: `SELECT flow_id AS row, NULL AS kind, viewer_id AS "viewerId", state AS record FROM login_flows
    WHERE state IS NOT NULL AND split_part(state, '.', 2) <> $1 AND flow_id > $2
    ORDER BY flow_id LIMIT $3`,
};

/** The next records that are not sealed with this key, in the order of their rows, after the row `after` ('': the first). */
export async function loadSealedRecords(
  connection: Connection,
  table: SealedTable,
  wanted: { exceptKeyId: string; after: string; limit: number },
): Promise<SealedRow[]> {
  return await connection.query<SealedRow>(statements[table], [
    wanted.exceptKeyId,
    wanted.after,
    wanted.limit,
  ]);
}
