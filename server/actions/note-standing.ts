import type { ChannelId } from '#contract/channel-id.ts';
import type { Database } from '#server/db/database.ts';
import { type EndedRole, endProvenRoles } from '#server/db/queries/end-proven-roles.ts';
import { forgetBotAccess } from '#server/db/queries/forget-bot-access.ts';
import { saveBotAccess } from '#server/db/queries/save-bot-access.ts';
import { type BotStanding, saveBotChannel } from '#server/db/queries/save-bot-channel.ts';
import { type NoticeKind, saveBotNotices } from '#server/db/queries/save-bot-notices.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { saveChannelNames } from '#server/db/queries/save-channel-names.ts';
import { saveProvenRole } from '#server/db/queries/save-proven-role.ts';
import { saveSnapshot } from '#server/db/queries/save-snapshot.ts';
import { collectChannel } from './collect-channel.ts';
import { planChannels } from './plan-channels.ts';
import type { ChannelOfBot } from './track-channel.ts';

/** The bot became an administrator of a channel, or got other rights there. */
export interface Promotion {
  channelId: ChannelId;
  updateId: number;
  changedAt: Date;
  /** The channel as the Bot API describes it now. */
  described: ChannelOfBot;
  /** null: Telegram does not tell their number. */
  subscribers: number | null;
  /** Who did it, where Telegram confirms that they administer the channel; null: nobody to track it for. */
  promoter: { viewerId: string; role: 'creator' | 'administrator' } | null;
  now: Date;
}

/**
 * Takes note that the bot administers a channel: whoever made it so tracks the channel, which is collected from now on,
 * and is owed a word about it. Something later that is known already wins; repeating it is harmless.
 */
export async function notePromotion(
  database: Pick<Database, 'transaction'>,
  { channelId, updateId, changedAt, described, subscribers, promoter, now }: Promotion,
): Promise<void> {
  await database.transaction(async (connection) => {
    const standing: BotStanding = { channelId, isAdministrator: true, changedAt, updateId };
    if (!(await saveBotChannel(connection, standing))) return;
    const { usernames, ...description } = described;
    const visibility = described.username === null ? 'private' : 'public';
    const source = 'bot_api';
    await saveChannel(connection, {
      ...{ ...description, visibility, state: 'active', source, capturedAt: now },
      ...(subscribers === null ? {} : { subscribers }),
    });
    await saveChannelNames(connection, { channelId, usernames, resolvedAt: now });
    await saveBotAccess(connection, channelId, now);
    if (promoter === null) {
      await planChannels(connection, [channelId], { now, priority: null });
      return;
    }
    if (subscribers !== null) {
      await saveSnapshot(connection, { channelId, capturedAt: now, subscribers, source });
    }
    const { viewerId, role } = promoter;
    await saveProvenRole(connection, { viewerId, channelId, role, now });
    await collectChannel(connection, { channelId, now });
    await saveBotNotices(connection, { updateId, channelId, people: [{ viewerId, kind: 'added' }], now });
  });
}

/**
 * Takes note that the bot administers a channel no more. Who tracked it only because the bot did stops; who asked for it
 * goes on with what anybody may see. All of them are owed a word.
 */
export async function noteRemoval(
  database: Pick<Database, 'transaction'>,
  {
    channelId,
    updateId,
    changedAt,
    now,
  }: { channelId: ChannelId; updateId: number; changedAt: Date; now: Date },
): Promise<void> {
  await database.transaction(async (connection) => {
    const standing: BotStanding = { channelId, isAdministrator: false, changedAt, updateId };
    if (!(await saveBotChannel(connection, standing))) return;
    await forgetBotAccess(connection, channelId);
    const ended = await endProvenRoles(connection, channelId, null);
    await saveBotNotices(connection, { updateId, channelId, people: toNotices(ended, 'removed'), now });
    await planChannels(connection, [channelId], { now, priority: null });
  });
}

/** What those are told whose role ended, and why it did. */
export function toNotices(
  ended: readonly EndedRole[],
  cause: 'removed' | 'demoted',
): { viewerId: string; kind: NoticeKind }[] {
  return ended.map(({ viewerId, isTracking }) => ({ viewerId, kind: isTracking ? `${cause}-kept` : cause }));
}
