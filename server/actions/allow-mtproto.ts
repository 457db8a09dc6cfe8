import type { ChannelId } from '#contract/channel-id.ts';
import type { Database } from '#server/db/database.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { saveMtprotoAllowed } from '#server/db/queries/save-mtproto-allowed.ts';
import { planChannels } from './plan-channels.ts';

/**
 * Switches MTProto on or off for a channel; without it only the Bot API is asked. False: nobody collects the channel.
 * `operatorId` is the Telegram user id of the operator who did it.
 */
export async function allowMtproto(
  database: Pick<Database, 'transaction'>,
  change: { channelId: ChannelId; isAllowed: boolean; operatorId: string; now: Date },
): Promise<boolean> {
  const { channelId, isAllowed, operatorId, now } = change;
  return await database.transaction(async (connection) => {
    if (!(await saveMtprotoAllowed(connection, { channelId, isAllowed, now }))) return false;
    await planChannels(connection, [channelId], { now, priority: null });
    await saveAuditEvent(connection, {
      actor: `operator:${operatorId}`,
      event: 'channel.mtproto',
      subject: `channels:${channelId}`,
      details: { isAllowed },
      happenedAt: now,
    });
    return true;
  });
}
