import { lastTen } from '#server/analytics/last-ten.ts';
import type { Database } from '#server/db/database.ts';
import { findUnfinishedSnapshots } from '#server/db/queries/find-unfinished-snapshots.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { saveSnapshotFigures } from '#server/db/queries/save-snapshot-figures.ts';
import { loadReportPosts } from '#server/reports/load-report-posts.ts';

/** How far back a worker that was away looks; of older moments nobody knows any more what the posts counted. */
const reachMs = 10 * 60_000;

/**
 * Adds to each channel's newest snapshot the figures over its ten newest posts, as they were saved with it, and returns
 * how many got them. A channel none of whose posts is known keeps nulls.
 */
export async function finishSnapshots(database: Database, now: Date): Promise<number> {
  let finished = 0;
  for (const snapshot of await findUnfinishedSnapshots(database, new Date(now.getTime() - reachMs))) {
    const { channelId, capturedAt, subscribers } = snapshot;
    const channel = await loadChannel(database, channelId);
    if (channel === null) continue;
    const { eligible } = await loadReportPosts(database, channelId, '30d', now);
    const last = lastTen(eligible, subscribers, channel.hasReactions);
    if (last.viewsLast10Posts === null) continue;
    await saveSnapshotFigures(database, channelId, capturedAt, {
      viewsLast10Posts: last.viewsLast10Posts,
      avgViewsPerPost: last.avgViewsPerPost,
      erLast10Posts: inPercent(last.interactionsPerSubscriber),
      errLast10Posts: inPercent(last.interactionsPerView),
    });
    finished += 1;
  }
  return finished;
}

function inPercent(rate: number | null): number | null {
  return rate === null ? null : rate * 100;
}
