import { z } from 'zod';
import { channelIdSchema } from '#contract/channel-id.ts';
import { jobPriority } from '#server/db/queries/add-job.ts';
import { addSyncJob } from '#server/db/queries/add-sync-job.ts';
import { findNewestMessageId } from '#server/db/queries/find-newest-message-id.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { saveChannelAccess } from '#server/db/queries/save-channel-access.ts';
import { saveChannelNames } from '#server/db/queries/save-channel-names.ts';
import { saveSnapshot } from '#server/db/queries/save-snapshot.ts';
import { scheduleNextSync } from '#server/db/queries/schedule-next-sync.ts';
import type { Task } from '#server/jobs/create-worker.ts';
import type { FullChannel } from '../telegram/build-channel.ts';
import { fetchFullChannel } from '../telegram/fetch-full-channel.ts';
import { fetchHistory, fetchHistoryAfter, type HistoryPage } from '../telegram/fetch-history.ts';
import type { CollectDependencies } from './collect-dependencies.ts';
import { fetchNews, type News } from './fetch-news.ts';
import { handleFailure } from './handle-failure.ts';
import { obtainPeer } from './obtain-peer.ts';
import { savePage } from './save-page.ts';

const payloadSchema = z.object({ channelId: channelIdSchema });

/** How often a channel is read. */
const periodMs = 15 * 60_000;

/**
 * Creates the task `sync-channel`: reads the channel's description and its newest posts and saves both with a snapshot
 * in one transaction. What appeared during a pause is read from the stored posts upwards, so that even a reading that
 * does not get to the end leaves no gap; the next one then comes at once.
 */
export function createSyncChannel(dependencies: CollectDependencies): Task {
  return async (payload, context) => {
    const { channelId } = payloadSchema.parse(payload);
    const schedule = await loadSchedule(dependencies.database, channelId);
    if (schedule === null) return;
    try {
      const peer = await obtainPeer(dependencies, channelId);
      const known = await findNewestMessageId(dependencies.database, channelId);
      const { session } = dependencies;
      const [channel, news] = await Promise.all([
        fetchFullChannel(session, peer),
        fetchNews(
          {
            newest: () => fetchHistory(session, peer, 0),
            after: (messageId) => fetchHistoryAfter(session, peer, messageId),
          },
          known,
        ),
      ]);
      await save(dependencies, channel, news);
    } catch (error) {
      await handleFailure(dependencies, error, {
        channelId,
        context,
        putOff: (connection, runAt) =>
          addSyncJob(connection, {
            channelId,
            accountId: dependencies.accountId,
            priority: jobPriority.channel,
            runAt,
          }),
      });
    }
  };
}

async function save(dependencies: CollectDependencies, channel: FullChannel, news: News): Promise<void> {
  const { accountId } = dependencies;
  const { channelId, subscribers, accessHash } = channel;
  const now = dependencies.now();
  const source = 'mtproto';
  await dependencies.database.transaction(async (connection) => {
    await saveChannel(connection, {
      channelId,
      title: channel.title,
      username: channel.username,
      visibility: channel.username === null ? 'private' : 'public',
      state: 'active',
      about: channel.about,
      linkedChatId: channel.linkedChatId,
      subscribers,
      hasReactions: channel.hasReactions,
      source,
      capturedAt: now,
    });
    await saveSnapshot(connection, { channelId, capturedAt: now, subscribers, source });
    await saveChannelNames(connection, { channelId, usernames: channel.usernames, resolvedAt: now });
    if (accessHash !== null) {
      await saveChannelAccess(connection, { accountId, channelId, accessHash, capturedAt: now });
    }
    await savePage(connection, channelId, uniqueMessages(news.pages), now);
    const nextDueAt = news.isComplete ? new Date(now.getTime() + periodMs) : now;
    await scheduleNextSync(connection, channelId, { nextDueAt, syncedAt: now, now });
  });
}

/** A post that appears between two pages moves the border, so a message may be on both. */
function uniqueMessages(pages: readonly HistoryPage[]): HistoryPage['messages'] {
  const byId = new Map(pages.flatMap((page) => page.messages).map((message) => [message.messageId, message]));
  return [...byId.values()];
}
