import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { addBotApiSyncJob } from '#server/db/queries/add-bot-api-sync-job.ts';
import { addHistoryJob } from '#server/db/queries/add-history-job.ts';
import { addSyncJob } from '#server/db/queries/add-sync-job.ts';
import { assignAccounts } from '#server/db/queries/assign-accounts.ts';
import { loadPlannedChannels, type PlannedChannel } from '#server/db/queries/load-planned-channels.ts';
import { type CandidateRow, loadSourceFacts } from '#server/db/queries/load-source-facts.ts';
import { removeJobs } from '#server/db/queries/remove-jobs.ts';
import { chooseSource, type SourceCandidate, type SourceChoice } from './choose-source.ts';

/** What is known of an account before the database knows it. */
export interface AccountTrouble {
  accountId: string;
  /** Until when Telegram wants no calls of it; null: it cannot be used at all. */
  pausedUntil: Date | null;
}

export interface PlanWish {
  now: Date;
  /** Of the readings that are asked for; null: only who reads is settled, and what a new reader has to do. */
  priority: number | null;
  trouble?: AccountTrouble;
}

/** Who reads a channel from now on. */
export interface PlannedSource {
  channelId: ChannelId;
  choice: SourceChoice;
  /** The reader is another one than before. */
  isMoved: boolean;
}

/**
 * Settles who reads each of the channels, in the caller's transaction, and asks for a reading by that source. A channel
 * whose account cannot be used for a while is described by the Bot API in the meantime, and its account's jobs keep
 * waiting; one that moves to another account takes its jobs along at once. Channels nobody collects are left out.
 */
export async function planChannels(
  connection: Connection,
  channelIds: readonly ChannelId[],
  wish: PlanWish,
): Promise<PlannedSource[]> {
  const channels = await loadPlannedChannels(connection, channelIds);
  const facts = await loadSourceFacts(connection, channelIds, wish.now);
  const byChannel = new Map<ChannelId, SourceCandidate[]>(channelIds.map((channelId) => [channelId, []]));
  for (const row of facts) byChannel.get(row.channelId)?.push(...toCandidate(row, wish.trouble));
  const plans = channels.map((channel) => {
    const candidates = byChannel.get(channel.channelId) ?? [];
    const choice = chooseSource({ ...channel, candidates }, wish.now.getTime());
    return { channel, choice, isMoved: readerOf(choice) !== channel.accountId };
  });
  await move(
    connection,
    plans.filter(({ isMoved }) => isMoved),
    wish.now,
  );
  for (const { channel, choice } of plans) await askForReading(connection, channel.channelId, choice, wish);
  return plans.map(({ channel, choice, isMoved }) => ({ channelId: channel.channelId, choice, isMoved }));
}

/** The account of a choice that reads the posts, now or later; null: none. */
export function readerOf(choice: SourceChoice): string | null {
  return choice.kind === 'mtproto' ? choice.accountId : choice.waitsFor;
}

/** What waits for the account before would wait for nothing: the next one does it, and at once. */
async function move(
  connection: Connection,
  plans: readonly { channel: PlannedChannel; choice: SourceChoice }[],
  now: Date,
): Promise<void> {
  const readers = plans.map(({ channel, choice }) => ({ ...channel, accountId: readerOf(choice) }));
  if (readers.length === 0) return;
  await assignAccounts(connection, readers, now);
  await removeJobs(
    connection,
    readers.flatMap(({ channelId }) => [`sync-channel:${channelId}`, `read-history:${channelId}`]),
  );
  for (const { channelId, accountId, isHistoryWanted } of readers) {
    if (accountId !== null && isHistoryWanted) {
      await addHistoryJob(connection, { channelId, accountId, runAt: now });
    }
  }
}

/** The jobs of an account in trouble are put off by whoever met the trouble. */
async function askForReading(
  connection: Connection,
  channelId: ChannelId,
  choice: SourceChoice,
  { priority, trouble }: PlanWish,
): Promise<void> {
  if (priority === null) return;
  const accountId = readerOf(choice);
  if (accountId !== null && accountId !== trouble?.accountId) {
    await addSyncJob(connection, { channelId, accountId, priority });
  }
  if (choice.kind === 'bot_api') await addBotApiSyncJob(connection, { channelId, priority });
}

function toCandidate(row: CandidateRow, trouble: AccountTrouble | undefined): SourceCandidate[] {
  const isInTrouble = trouble?.accountId === row.accountId;
  if (isInTrouble && trouble.pausedUntil === null) return [];
  const pauses = [row.pausedUntil, isInTrouble ? trouble.pausedUntil : null].filter((at) => at !== null);
  const { channelId, ...candidate } = row;
  return [
    {
      ...candidate,
      pausedUntil: pauses.length === 0 ? null : Math.max(...pauses.map((at) => at.getTime())),
      refusedAt: row.refusedAt?.getTime() ?? null,
    },
  ];
}
