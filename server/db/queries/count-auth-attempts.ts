import type { Connection } from '../connection.ts';

/** Whose attempts are counted: a viewer's (null: the operator's), those for a number, or those from an address. */
export type AttemptSubject = { viewerId: string | null } | { numberHash: Buffer } | { ip: string };

export interface CountedAttempts {
  /** Not counted beyond `most`. */
  count: number;
  /** The `most`-th newest one: when it is a day old, there is room for one more. null: there are fewer. */
  blockingAt: Date | null;
}

/** How many attempts of one step were let through since `since`; those that we refused ourselves do not count. */
export async function countAuthAttempts(
  connection: Connection,
  asked: { step: string; subject: AttemptSubject; since: Date; most: number },
): Promise<CountedAttempts> {
  const { step, subject, since, most } = asked;
  const [condition, value] = conditionOf(subject);
  const [row] = await connection.query<{ count: number; blocking_at: Date | null }>(
    `SELECT count(*)::int AS count, min(attempted_at) AS blocking_at FROM (
       SELECT attempted_at FROM auth_attempts
       WHERE ${condition} AND step = $2 AND attempted_at > $3
         AND outcome NOT IN ('too-many-attempts', 'out-of-order')
       ORDER BY attempted_at DESC LIMIT $4
     ) AS newest`,
    [value, step, since, most],
  );
  const count = row?.count ?? 0;
  return { count, blockingAt: count < most ? null : (row?.blocking_at ?? null) };
}

function conditionOf(subject: AttemptSubject): [string, string | Buffer | null] {
  if ('numberHash' in subject) return ['number_hash = $1', subject.numberHash];
  if ('ip' in subject) return ['ip = $1', subject.ip];
  // An index serves equality alone, and the operator's attempts are few.
  return subject.viewerId === null
    ? ['viewer_id IS NULL AND $1::bigint IS NULL', null]
    : ['viewer_id = $1', subject.viewerId];
}
