import type { ChannelId } from '#contract/channel-id.ts';
import type { DayGains } from '#server/series/day-gains.ts';
import type { Connection } from '../connection.ts';

const gained = ['views', 'forwards', 'comments', 'reactions'] as const;

/** How gains meet those that are stored: added to them, or put in their place because they were counted anew. */
export type Meeting = 'add' | 'replace';

/** Writes what a channel's posts gained by day into its rollup. */
export async function rollUpGains(
  connection: Connection,
  channelId: ChannelId,
  days: DayGains,
  meeting: Meeting,
): Promise<void> {
  if (days.size === 0) return;
  // In one order everywhere: two writers of one channel then wait for each other instead of for ever.
  const rows = [...days].sort(([one], [other]) => (one < other ? -1 : 1));
  await connection.query(statements[meeting], [
    channelId,
    rows.map(([day]) => day),
    ...gained.map((counter) => rows.map(([, gains]) => gains[counter])),
  ]);
}

const statements: Record<Meeting, string> = {
  add: statement(
    (column) =>
      `CASE WHEN excluded.${column} IS NULL THEN channel_days.${column}
         ELSE coalesce(channel_days.${column}, 0) + excluded.${column} END`,
  ),
  replace: statement((column) => `excluded.${column}`),
};

function statement(settle: (column: string) => string): string {
  return `
    INSERT INTO channel_days (channel_id, day, ${gained.join(', ')})
    SELECT $1, * FROM unnest($2::date[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
    ON CONFLICT (channel_id, day) DO UPDATE SET
      ${gained.map((column) => `${column} = ${settle(column)}`).join(', ')}`;
}
