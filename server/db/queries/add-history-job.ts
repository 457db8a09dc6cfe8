import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';
import { addJob, jobPriority } from './add-job.ts';

/** Attempts against Telegram's and the network's passing troubles; a flood wait is not an attempt. */
const maxAttempts = 25;

/**
 * Makes sure that the channel's history is going to be read through the account. Asked again while the job waits it
 * changes nothing, unless a time is given with `runAt`; while the job runs it adds one that finds little left to do.
 */
export async function addHistoryJob(
  connection: Connection,
  job: { channelId: ChannelId; accountId: string; runAt?: Date },
): Promise<void> {
  await addJob(
    connection,
    'read-history',
    { channelId: job.channelId, accountId: job.accountId },
    {
      queueName: `mt:${job.accountId}`,
      jobKey: `read-history:${job.channelId}`,
      priority: jobPriority.backfill,
      maxAttempts,
      ...(job.runAt === undefined ? { jobKeyMode: 'preserve_run_at' } : { runAt: job.runAt }),
    },
  );
}
