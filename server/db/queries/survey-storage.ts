import type { Connection } from '../connection.ts';

/** What one table takes, its partitions included. Bytes are those on disk, dead rows included. */
export interface StoredTable {
  name: string;
  rows: number;
  heapBytes: number;
  toastBytes: number;
  indexBytes: number;
}

interface Row {
  name: string;
  estimate: number;
  heap_bytes: string;
  toast_bytes: string;
  index_bytes: string;
}

/** Above so many rows they are not counted one by one but taken from the planner's statistics. */
const mostCounted = 2_000_000;

/** The product's tables, the largest first. */
export async function surveyStorage(connection: Connection): Promise<StoredTable[]> {
  const tables = await connection.query<Row>(
    `SELECT coalesce(parent.relname, c.relname) AS name, sum(greatest(c.reltuples, 0))::float8 AS estimate,
       sum(pg_relation_size(c.oid)) AS heap_bytes,
       sum(coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0)) AS toast_bytes,
       sum(pg_indexes_size(c.oid)) AS index_bytes
     FROM pg_class c
     LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
     LEFT JOIN pg_class parent ON parent.oid = i.inhparent
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
     GROUP BY 1 ORDER BY sum(pg_total_relation_size(c.oid)) DESC, 1`,
    [],
  );
  const survey: StoredTable[] = [];
  for (const table of tables) {
    survey.push({
      name: table.name,
      rows: table.estimate > mostCounted ? table.estimate : await countRows(connection, table.name),
      heapBytes: Number(table.heap_bytes),
      toastBytes: Number(table.toast_bytes),
      indexBytes: Number(table.index_bytes),
    });
  }
  return survey;
}

/** `name` comes from the catalogue. */
async function countRows(connection: Connection, name: string): Promise<number> {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const [row] = await connection.query<{ rows: number }>(
    `SELECT count(*)::float8 AS rows FROM ${quoted}`,
    [],
  );
  return row?.rows ?? 0;
}
