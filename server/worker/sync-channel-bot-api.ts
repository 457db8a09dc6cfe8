import { z } from 'zod';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { Database } from '#server/db/database.ts';
import { addBotApiSyncJob } from '#server/db/queries/add-bot-api-sync-job.ts';
import { jobPriority } from '#server/db/queries/add-job.ts';
import { failHistory } from '#server/db/queries/fail-history.ts';
import { loadChannel, type StoredChannel } from '#server/db/queries/load-channel.ts';
import { loadSchedule, type Schedule } from '#server/db/queries/load-schedule.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { saveChannelNames } from '#server/db/queries/save-channel-names.ts';
import { saveChannelState } from '#server/db/queries/save-channel-state.ts';
import { saveSnapshot } from '#server/db/queries/save-snapshot.ts';
import { scheduleNextSync } from '#server/db/queries/schedule-next-sync.ts';
import { toMarkedId } from '#server/ids.ts';
import type { Task } from '#server/jobs/create-worker.ts';
import type { Log } from '#server/log.ts';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';
import { BotApiError } from '#server/telegram-bot-api/errors.ts';
import { type ChannelOfBot, fetchChat, fetchMemberCount } from '#server/telegram-bot-api/fetch-channel.ts';

export interface BotApiSyncDependencies {
  database: Database;
  botApi: Pick<BotApiClient, 'call'>;
  log: Log;
  now(): Date;
  /** 0…1 */
  random(): number;
}

const payloadSchema = z.object({ channelId: channelIdSchema });
const periodMs = 15 * 60_000;
/** A channel that nobody can see is looked at again after this. */
const slowProbeMs = 6 * 3_600_000;

/**
 * Creates the task `sync-channel-bot-api`: what the Bot API tells of a channel, its description and how many subscribe,
 * for channels that no account reads, or none at present. Where Telegram asks for patience no call of any channel is
 * made before the time.
 */
export function createBotApiSync(dependencies: BotApiSyncDependencies): Task {
  const { database, botApi, log } = dependencies;
  let pausedUntil = 0;

  return async (payload) => {
    const { channelId } = payloadSchema.parse(payload);
    const schedule = await loadSchedule(database, channelId);
    const channel = await loadChannel(database, channelId);
    if (schedule === null || channel === null) return;
    const putOff = (): Promise<void> =>
      addBotApiSyncJob(database, {
        channelId,
        priority: jobPriority.channel,
        runAt: new Date(pausedUntil + 250 + dependencies.random() * 1_750),
      });
    if (dependencies.now().getTime() < pausedUntil) return await putOff();
    try {
      const described = await findDescription(botApi, channel);
      if (described === null) await giveUp(dependencies, schedule);
      else await save(dependencies, schedule, described, await countSubscribers(botApi, described));
    } catch (error) {
      if (!(error instanceof BotApiError)) throw error;
      log.info({ channelId, method: error.method, status: error.errorCode }, 'a call failed');
      if (error.errorCode === 429) {
        const until = dependencies.now().getTime() + (error.retryAfterSeconds ?? 1) * 1_000;
        pausedUntil = Math.max(pausedUntil, until);
        await putOff();
      } else throw error;
    }
  };
}

/** By its name, which every bot may ask for, and by its id where the name leads elsewhere now; null: neither shows it. */
async function findDescription(
  botApi: Pick<BotApiClient, 'call'>,
  { channelId, username }: StoredChannel,
): Promise<ChannelOfBot | null> {
  const names = username === null ? [] : [`@${username}`];
  for (const chatId of [...names, toMarkedId(channelId)]) {
    try {
      const chat = await fetchChat(botApi, chatId);
      if (chat.kind === 'channel' && chat.channel.channelId === channelId) return chat.channel;
    } catch (error) {
      if (!isUnseen(error)) throw error;
    }
  }
  return null;
}

/** null: Telegram does not tell their number. */
async function countSubscribers(
  botApi: Pick<BotApiClient, 'call'>,
  { channelId, username }: ChannelOfBot,
): Promise<number | null> {
  try {
    return await fetchMemberCount(botApi, username === null ? toMarkedId(channelId) : `@${username}`);
  } catch (error) {
    if (isUnseen(error)) return null;
    throw error;
  }
}

/** The bot may not see the chat, or there is none: Telegram tells the two apart to nobody. */
function isUnseen(error: unknown): boolean {
  return error instanceof BotApiError && (error.errorCode === 400 || error.errorCode === 403);
}

async function save(
  { database, now }: BotApiSyncDependencies,
  { channelId, accountId, nextDueAt }: Schedule,
  { usernames, ...described }: ChannelOfBot,
  subscribers: number | null,
): Promise<void> {
  const at = now();
  const source = 'bot_api';
  await database.transaction(async (connection) => {
    await saveChannel(connection, {
      ...described,
      visibility: described.username === null ? 'private' : 'public',
      state: 'active',
      subscribers,
      source,
      capturedAt: at,
    });
    await saveSnapshot(connection, { channelId, capturedAt: at, subscribers, source });
    await saveChannelNames(connection, { channelId, usernames, resolvedAt: at });
    // An account that will go on reading the channel comes when it is due, not a period after this.
    const next = accountId === null ? new Date(at.getTime() + periodMs) : nextDueAt;
    await scheduleNextSync(connection, channelId, { nextDueAt: next, syncedAt: at, now: at });
  });
}

/** Where an account reads the channel, it and not the bot says how the channel is. */
async function giveUp(
  { database, now }: BotApiSyncDependencies,
  { channelId, accountId }: Schedule,
): Promise<void> {
  if (accountId !== null) return;
  const at = now();
  await database.transaction(async (connection) => {
    await saveChannelState(connection, channelId, 'unreachable');
    await failHistory(connection, channelId, 'chat-not-found', at);
    const nextDueAt = new Date(at.getTime() + slowProbeMs);
    await scheduleNextSync(connection, channelId, { nextDueAt, syncedAt: null, now: at });
  });
}
