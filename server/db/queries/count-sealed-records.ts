import type { Connection } from '../connection.ts';

/** How many records are sealed with each key, by the key's name. */
export async function countSealedRecords(connection: Connection): Promise<Map<string, number>> {
  const rows = await connection.query<{ key_id: string; records: number }>(
    `SELECT split_part(record, '.', 2) AS key_id, count(*)::integer AS records
     FROM (
       SELECT session AS record FROM accounts WHERE session IS NOT NULL
       UNION ALL SELECT state FROM login_flows WHERE state IS NOT NULL
     ) AS sealed
     GROUP BY 1`,
    [],
  );
  return new Map(rows.map(({ key_id, records }) => [key_id, records]));
}
