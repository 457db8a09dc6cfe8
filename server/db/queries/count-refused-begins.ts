import type { Connection } from '../connection.ts';

/** How many logins of a viewer (null: the operator) our own limits refused since `since`, counted up to `most`. */
export async function countRefusedBegins(
  connection: Connection,
  asked: { viewerId: string | null; since: Date; most: number },
): Promise<number> {
  const owner = asked.viewerId === null ? 'viewer_id IS NULL AND $1::bigint IS NULL' : 'viewer_id = $1';
  const rows = await connection.query<object>(
    `SELECT 1 FROM auth_attempts WHERE ${owner} AND attempted_at > $2
       AND step = 'begin' AND outcome = 'too-many-attempts' LIMIT $3`,
    [asked.viewerId, asked.since, asked.most],
  );
  return rows.length;
}
