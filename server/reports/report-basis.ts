import type { Source } from '#contract/figure.ts';
import type { StoredChannel } from '#server/db/queries/load-channel.ts';
import type { Schedule } from '#server/db/queries/load-schedule.ts';
import type { LoadedSnapshot } from '#server/db/queries/load-snapshots.ts';
import type { ReportPosts } from './load-report-posts.ts';

/** Everything that was loaded for a report; the figures are made of it without asking anybody. */
export interface ReportBasis {
  channel: StoredChannel;
  schedule: Schedule | null;
  /** Of the last seven days, ascending. */
  snapshots: LoadedSnapshot[];
  posts: ReportPosts;
  now: Date;
}

/** Posts are read over MTProto only. */
export const postSource: Source = 'mtproto';
