import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';
import { addJob } from './add-job.ts';

const maxAttempts = 5;

/**
 * Asks for a fresh reading of the channel: its newest posts and its subscribers. At most one such job waits. Without
 * `runAt` it runs as soon as it may: a waiting one that was put off keeps its time, because Telegram asked for it.
 */
export async function addSyncJob(
  connection: Connection,
  job: { channelId: ChannelId; accountId: string; priority: number; runAt?: Date },
): Promise<void> {
  await addJob(
    connection,
    'sync-channel',
    { channelId: job.channelId, accountId: job.accountId },
    {
      queueName: `mt:${job.accountId}`,
      jobKey: `sync-channel:${job.channelId}`,
      priority: job.priority,
      maxAttempts,
      ...(job.runAt === undefined ? { jobKeyMode: 'preserve_run_at' } : { runAt: job.runAt }),
    },
  );
}
