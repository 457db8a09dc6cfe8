import type { ChannelStats } from '#server/gateway-client/stats-answers.ts';
import { toMarkedId } from '#server/ids.ts';
import type { OpenChannel } from './open-channel.ts';
import type { FullChannelReader } from './remember-full-channel.ts';

/** Reads what Telegram says of a channel now. */
export async function readChannelStats(
  channel: OpenChannel,
  readFull: FullChannelReader,
  now: () => Date,
): Promise<ChannelStats> {
  const full = await readFull(channel, true);
  return {
    channel: {
      id: toMarkedId(full.channelId),
      title: full.title,
      username: full.username,
      about: full.about,
      participants_count: full.subscribers,
      online_count: full.online,
      admins_count: full.administrators,
      kicked_count: full.removed,
      banned_count: full.banned,
      linked_chat_id: full.linkedChatId,
    },
    timestamp: now().toISOString(),
  };
}
