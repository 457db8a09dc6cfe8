import type { WorldChannel, WorldForward } from '#sandbox/world/world.ts';
import { type AdminRights, botRights, createRights, saveBotRights } from './admin-rights.ts';
import type { BotMessage } from './bot-objects.ts';
import { buildBotUser, buildChannelChat } from './build-objects.ts';
import { isMember } from './chats.ts';
import type { BotApiContext } from './context.ts';
import { buildPostContent } from './post-content.ts';

/** Remembers over a restart where the bot is an administrator; the world keeps memberships itself. */
const administratorsKey = 'administered-channels';

const silent = new WeakSet<BotApiContext>();

/** Does `work` without updates about it: a bot is not told of its own posts. */
export function withoutUpdates<T>(context: BotApiContext, work: () => T): T {
  silent.add(context);
  try {
    return work();
  } finally {
    silent.delete(context);
  }
}

/** Sends the posts and edits of the channels in which the bot is an administrator as updates. */
export function followChannels(context: BotApiContext): () => void {
  for (const channelId of context.store.setting<string[]>(administratorsKey, [])) {
    context.world.channel(channelId)?.adminIds.add(context.bot.id);
  }
  return context.world.onEvent((event) => {
    if (event.kind === 'delete' || event.kind === 'react' || silent.has(context)) return;
    const channel = context.world.channel(event.channelId);
    if (channel === null || !isMember(channel, context)) return;
    const message = buildChannelPost(channel, event.messageId, context);
    if (message === null) return;
    const isChannel = channel.kind === 'broadcast';
    const noun = isChannel ? 'channel_post' : 'message';
    context.updates.add(event.kind === 'post' ? noun : `edited_${noun}`, message, `chat:${channel.id}`);
  });
}

/** A message of a channel as the bot sees it; null: there is none, or it has no content. */
export function buildChannelPost(
  channel: WorldChannel,
  messageId: number,
  context: BotApiContext,
): BotMessage | null {
  const message = context.world.message(channel.id, messageId);
  if (message === null || message.service !== null) return null;
  const chat = buildChannelChat(channel);
  const author = message.fromId === null ? null : context.world.user(message.fromId);
  return {
    message_id: message.id,
    ...(author === null ? { sender_chat: chat } : { from: buildBotUser(author) }),
    chat,
    date: Math.floor(message.date),
    // Edits that Telegram hides from people have no date here either.
    ...(message.editDate !== null && !message.isEditHidden && { edit_date: Math.floor(message.editDate) }),
    ...(message.groupedId !== null && { media_group_id: message.groupedId }),
    ...(message.postAuthor !== null && { author_signature: message.postAuthor }),
    ...(message.forward !== null && { forward_origin: buildOrigin(message.forward, context) }),
    ...buildPostContent(context, message),
  };
}

/** Where a forwarded message comes from. */
export function buildOrigin(forward: WorldForward, context: BotApiContext): Record<string, unknown> {
  const channel = forward.channelId === null ? null : context.world.channel(forward.channelId);
  const date = Math.floor(forward.date);
  if (channel === null)
    return { type: 'hidden_user', date, sender_user_name: forward.fromName ?? 'Deleted Account' };
  return { type: 'channel', date, chat: buildChannelChat(channel), message_id: forward.postId ?? 0 };
}

/** Makes the bot an administrator of a channel, or removes it, and tells it so by `my_chat_member`. */
export function setBotAdministrator(
  context: BotApiContext,
  channel: WorldChannel,
  byUserId: string,
  isAdministrator: boolean,
  rights: AdminRights = createRights(),
): void {
  const { world, store } = context;
  const actor = world.user(byUserId);
  const before = botRights(channel, context);
  const isSame = isAdministrator ? JSON.stringify(before) === JSON.stringify(rights) : before === null;
  if (actor === null || isSame) return;
  if (isAdministrator) {
    saveBotRights(channel.id, context, rights);
    channel.adminIds.add(context.bot.id);
    world.join(channel.id, context.bot.id);
  } else {
    channel.adminIds.delete(context.bot.id);
    world.leave(channel.id, context.bot.id);
  }
  const administered = world.channels().filter(({ adminIds }) => adminIds.has(context.bot.id));
  store.saveSetting(
    administratorsKey,
    administered.map(({ id }) => id),
  );
  context.updates.add(
    'my_chat_member',
    {
      chat: buildChannelChat(channel),
      from: buildBotUser(actor),
      date: Math.floor(context.now()),
      old_chat_member: buildOwnMember(context, before),
      new_chat_member: buildOwnMember(context, isAdministrator ? rights : null),
    },
    `member:${channel.id}`,
  );
}

function buildOwnMember(context: BotApiContext, rights: AdminRights | null): Record<string, unknown> {
  const user = buildBotUser(context.bot);
  if (rights === null) return { user, status: 'left' };
  return { user, status: 'administrator', can_be_edited: false, is_anonymous: false, ...rights };
}
