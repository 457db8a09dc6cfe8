import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';
import { addJob } from './add-job.ts';

const maxAttempts = 5;

/** A few readings go on side by side, so that one that takes long holds up its own lane only. */
const lanes = 4n;

/**
 * Asks for what the Bot API tells of the channel: its description and its subscribers. At most one such job waits, and
 * one that was put off keeps its time unless another is given with `runAt`.
 */
export async function addBotApiSyncJob(
  connection: Connection,
  job: { channelId: ChannelId; priority: number; runAt?: Date },
): Promise<void> {
  await addJob(
    connection,
    'sync-channel-bot-api',
    { channelId: job.channelId },
    {
      queueName: laneOf(job.channelId),
      jobKey: `sync-channel-bot-api:${job.channelId}`,
      priority: job.priority,
      maxAttempts,
      ...(job.runAt === undefined ? { jobKeyMode: 'preserve_run_at' } : { runAt: job.runAt }),
    },
  );
}

function laneOf(channelId: ChannelId): string {
  return `bot-api:${BigInt(channelId) % lanes}`;
}
