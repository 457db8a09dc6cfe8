import { randomInt } from 'node:crypto';
import type { VisibleMessage, WorldChannel, WorldUser } from '#sandbox/world/world.ts';
import type { BotMessage } from './bot-objects.ts';
import { buildBotUser, buildChannelChat } from './build-objects.ts';
import { buildOrigin } from './channel-updates.ts';
import type { BotApiContext } from './context.ts';
import { PersonError } from './person-error.ts';
import { buildPostContent } from './post-content.ts';

/** A private channel exists only for those inside. */
export function maySee(channel: WorldChannel, user: WorldUser): boolean {
  return channel.username !== null || channel.memberIds.has(user.id) || channel.adminIds.has(user.id);
}

/**
 * What the bot gets when this person forwards a post to it: content and origin, all items of an album one after the other;
 * refuses what Telegram refuses.
 */
export function buildForwardedPosts(
  context: BotApiContext,
  user: WorldUser,
  channelId: string,
  messageId: number,
): Partial<BotMessage>[] {
  const channel = context.world.channel(channelId);
  if (channel === null || !maySee(channel, user))
    throw new PersonError('no-such-chat', 'There is no such channel for you.');
  const post = context.world.message(channelId, messageId);
  if (post === null) throw new PersonError('no-such-message', 'There is no such post.');
  if (post.service !== null)
    throw new PersonError('not-allowed', 'Service messages cannot be forwarded in Telegram.');
  const items = albumOf(context, post);
  // The copies are an album of their own.
  const group = items.length > 1 ? { media_group_id: String(10n ** 16n + BigInt(randomInt(2 ** 47))) } : {};
  return items.map((item) => ({
    ...buildPostContent(context, item),
    ...group,
    forward_origin: originOf(context, channel, item),
  }));
}

/** The most items an album has. */
const albumSize = 10;

/** The items of the album a post belongs to, in their order; the post alone where it belongs to none. */
function albumOf(context: BotApiContext, post: VisibleMessage): VisibleMessage[] {
  if (post.groupedId === null) return [post];
  const ids = Array.from({ length: 2 * albumSize - 1 }, (_, index) => post.id - albumSize + 1 + index);
  return ids.flatMap((id) => {
    const item = id > 0 ? context.world.message(post.channelId, id) : null;
    return item?.groupedId === post.groupedId ? [item] : [];
  });
}

/** Who first published it: a post that is a forward itself keeps its origin when it is forwarded on. */
function originOf(
  context: BotApiContext,
  channel: WorldChannel,
  post: VisibleMessage,
): Record<string, unknown> {
  if (post.forward !== null) return buildOrigin(post.forward, context);
  const date = Math.floor(post.date);
  const signature = post.postAuthor !== null && { author_signature: post.postAuthor };
  const chat = buildChannelChat(channel);
  if (channel.kind === 'broadcast') return { type: 'channel', date, chat, message_id: post.id, ...signature };
  const author = post.fromId === null ? null : context.world.user(post.fromId);
  if (author !== null) return { type: 'user', date, sender_user: buildBotUser(author) };
  // The crowd of a group are no users that one could name.
  if (post.fromId !== null) return { type: 'hidden_user', date, sender_user_name: 'Deleted Account' };
  return { type: 'chat', date, sender_chat: chat, ...signature };
}
