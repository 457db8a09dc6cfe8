import type { ChannelId } from '#contract/channel-id.ts';
import { parseChannelId } from '#server/ids.ts';
import type { Database } from '../database.ts';

/** The channels a viewer watches, the one tracked last first. */
export async function loadTrackedChannelIds(
  database: Pick<Database, 'models'>,
  viewerId: string,
): Promise<ChannelId[]> {
  const rows = await database.models.trackedChannels.findAll({
    attributes: ['channelId'],
    where: { viewerId },
    order: [
      ['trackedAt', 'DESC'],
      ['channelId', 'ASC'],
    ],
    raw: true,
  });
  return rows.map((row) => parseChannelId(row.channelId)).filter((channelId) => channelId !== null);
}
