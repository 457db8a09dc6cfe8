import { jobPriority } from '#server/db/queries/add-job.ts';
import { addSyncJob } from '#server/db/queries/add-sync-job.ts';
import { findNewestMessageId } from '#server/db/queries/find-newest-message-id.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { saveChannelAccess } from '#server/db/queries/save-channel-access.ts';
import { saveChannelNames } from '#server/db/queries/save-channel-names.ts';
import { saveSnapshot } from '#server/db/queries/save-snapshot.ts';
import { scheduleNextSync } from '#server/db/queries/schedule-next-sync.ts';
import type { Task } from '#server/jobs/create-worker.ts';
import type { Source } from '../sessions/source.ts';
import type { FullChannel } from '../telegram/build-channel.ts';
import { fetchFullChannel } from '../telegram/fetch-full-channel.ts';
import { createAccountTask } from './account-task.ts';
import type { CollectSettings } from './collect-dependencies.ts';
import { fetchNews, type News } from './fetch-news.ts';
import { createMessageRoute } from './message-route.ts';
import { obtainPeer } from './obtain-peer.ts';
import { savePages } from './save-pages.ts';

/** How often a channel is read. */
const periodMs = 15 * 60_000;

/**
 * Creates the task `sync-channel`: reads the channel's description and its newest posts and saves both with a snapshot
 * in one transaction. What appeared during a pause is read from the stored posts upwards, so that even a reading that
 * does not get to the end leaves no gap; the next one then comes at once.
 */
export function createSyncChannel(settings: CollectSettings): Task {
  return createAccountTask(settings, {
    async work({ source, dependencies, schedule }) {
      const { channelId } = schedule;
      const peer = await obtainPeer(dependencies, channelId);
      const known = await findNewestMessageId(settings.database, channelId);
      const { kind, session } = source;
      const reader = { kind, session: session.at('fresh') };
      const route = createMessageRoute(reader, peer, { known, random: settings.random });
      const [channel, news] = await Promise.all([fetchFullChannel(session, peer), fetchNews(route, known)]);
      await save(settings, source, channel, news);
      return 'done';
    },
    putOff: (connection, { channelId, accountId }, runAt) =>
      addSyncJob(connection, { channelId, accountId, priority: jobPriority.channel, runAt }),
  });
}

async function save(
  settings: CollectSettings,
  source: Source,
  channel: FullChannel,
  news: News,
): Promise<void> {
  const { accountId } = source;
  const { channelId, subscribers, accessHash } = channel;
  const now = settings.now();
  await settings.write(source, async (connection) => {
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
      source: 'mtproto',
      capturedAt: now,
    });
    await saveSnapshot(connection, { channelId, capturedAt: now, subscribers, source: 'mtproto' });
    await saveChannelNames(connection, { channelId, usernames: channel.usernames, resolvedAt: now });
    if (accessHash !== null) {
      await saveChannelAccess(connection, { accountId, channelId, accessHash, capturedAt: now });
    }
    await savePages(connection, channelId, news.pages, now);
    const nextDueAt = news.isComplete ? new Date(now.getTime() + periodMs) : now;
    await scheduleNextSync(connection, channelId, { nextDueAt, syncedAt: now, now });
  });
}
