import type { ChannelId } from '#contract/channel-id.ts';
import type { Message } from '#contract/post.ts';
import type { Database } from '#server/db/database.ts';
import { jobPriority } from '#server/db/queries/add-job.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { saveBotAccess } from '#server/db/queries/save-bot-access.ts';
import { planChannels } from './plan-channels.ts';
import { saveToldEdit, saveToldMessage } from './save-told-message.ts';

/** A message of a channel that an update told the bot of; `message` is null when it is none of a post. */
export interface ToldMessage {
  channelId: ChannelId;
  message: Message | null;
  updateId: number;
  now: Date;
}

/**
 * Takes note that the bot, which is in the channel, was told of a new post: the bot's account may reach the channel, a
 * private one too, and where the channel is collected its new post is stored at once and its counts are read before
 * anything that is only due.
 */
export async function noteChannelPost(
  database: Pick<Database, 'transaction'>,
  { channelId, message, now }: Omit<ToldMessage, 'updateId'>,
): Promise<void> {
  await database.transaction(async (connection) => {
    await saveBotAccess(connection, channelId, now);
    const isCollected = (await loadSchedule(connection, channelId)) !== null;
    if (isCollected && message !== null) await saveToldMessage(connection, message);
    await planChannels(connection, [channelId], { now, priority: jobPriority.fresh });
  });
}

/** Takes note of an edit of a collected channel's post: what it says now, and what it said before. */
export async function noteChannelEdit(
  database: Pick<Database, 'transaction'>,
  { channelId, message, updateId, now }: ToldMessage,
): Promise<void> {
  if (message === null) return;
  await database.transaction(async (connection) => {
    const isCollected = (await loadSchedule(connection, channelId)) !== null;
    if (isCollected) await saveToldEdit(connection, message, { updateId, now });
  });
}
