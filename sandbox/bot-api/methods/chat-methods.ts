import type { WorldChannel, WorldUser } from '#sandbox/world/world.ts';
import { botRights, createRights } from '../admin-rights.ts';
import { badRequest } from '../api-error.ts';
import { buildBotUser, markedId } from '../build-objects.ts';
import { findChat, isMember } from '../chats.ts';
import type { BotApiContext, BotApiMethod } from '../context.ts';
import type { Parameters } from '../parameters.ts';

function getChat(parameters: Parameters, context: BotApiContext): unknown {
  const target = findChat(parameters, context);
  const common = { accent_color_id: 0, max_reaction_count: 11 };
  if (target.kind === 'private') {
    return {
      ...target.chat,
      ...common,
      ...(target.user.username !== null && { active_usernames: [target.user.username] }),
    };
  }
  const { channel } = target;
  return {
    ...target.chat,
    ...common,
    ...(channel.username !== null && { active_usernames: [channel.username] }),
    ...(channel.about !== '' && { description: channel.about }),
    ...(channel.linkedChatId !== null && { linked_chat_id: markedId(channel.linkedChatId) }),
    ...(!channel.hasReactions && { available_reactions: [] }),
  };
}

/** Only members see who else is one; in a broadcast channel only administrators do. */
function checkMemberList(channel: WorldChannel, context: BotApiContext): void {
  const maySee =
    channel.kind === 'broadcast' ? channel.adminIds.has(context.bot.id) : isMember(channel, context);
  if (!maySee) throw badRequest('member list is inaccessible');
}

function getChatMember(parameters: Parameters, context: BotApiContext): unknown {
  const target = findChat(parameters, context);
  const userId = parameters.text('user_id').trim();
  if (!/^\d+$/.test(userId)) throw badRequest('invalid user_id specified');
  const user = context.world.user(userId);
  if (target.kind === 'private') {
    if (user === null || (user.id !== target.user.id && user.id !== context.bot.id))
      throw badRequest('user not found');
    return { user: buildBotUser(user), status: 'member' };
  }
  if (userId !== context.bot.id) checkMemberList(target.channel, context);
  if (user === null) throw badRequest('PARTICIPANT_ID_INVALID');
  return buildMember(target.channel, user, context);
}

function buildMember(
  channel: WorldChannel,
  user: WorldUser,
  context: BotApiContext,
): Record<string, unknown> {
  const shown = buildBotUser(user);
  if (channel.creatorId === user.id) return { user: shown, status: 'creator', is_anonymous: false };
  if (!channel.adminIds.has(user.id)) {
    return { user: shown, status: channel.memberIds.has(user.id) ? 'member' : 'left' };
  }
  const own = user.id === context.bot.id ? botRights(channel, context) : null;
  const { can_post_messages, can_edit_messages, ...rights } = own ?? createRights([...peopleRights]);
  return {
    user: shown,
    status: 'administrator',
    can_be_edited: false,
    is_anonymous: false,
    ...rights,
    ...(channel.kind === 'broadcast' && { can_post_messages, can_edit_messages }),
  };
}

/** What people who are administrators may do. */
const peopleRights = [
  'can_change_info',
  'can_post_messages',
  'can_edit_messages',
  'can_delete_messages',
  'can_invite_users',
  'can_restrict_members',
  'can_manage_video_chats',
];

function getChatAdministrators(parameters: Parameters, context: BotApiContext): unknown {
  const target = findChat(parameters, context);
  if (target.kind === 'private') throw badRequest('there are no administrators in the private chat');
  checkMemberList(target.channel, context);
  return [...target.channel.adminIds].flatMap((id) => {
    const user = context.world.user(id);
    // Other bots are left out, as Telegram does.
    if (user === null || (user.isBot && user.id !== context.bot.id)) return [];
    return [buildMember(target.channel, user, context)];
  });
}

function getChatMemberCount(parameters: Parameters, context: BotApiContext): unknown {
  const target = findChat(parameters, context);
  if (target.kind === 'private') return 2;
  const count = context.world.subscribers(target.channel.id);
  if (count === null) throw badRequest('member list is inaccessible');
  return count;
}

const actions = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

function sendChatAction(parameters: Parameters, context: BotApiContext): unknown {
  const target = findChat(parameters, context);
  const action = parameters.text('action');
  if (!actions.has(action)) throw badRequest('wrong parameter action in request');
  if (target.kind === 'private') context.book.announce({ kind: 'action', userId: target.user.id, action });
  return true;
}

/** Nobody in the world has a picture. */
function getUserProfilePhotos(parameters: Parameters, context: BotApiContext): unknown {
  const userId = parameters.text('user_id').trim();
  if (!/^\d+$/.test(userId)) throw badRequest('invalid user_id specified');
  if (context.world.user(userId) === null) throw badRequest('user not found');
  return { total_count: 0, photos: [] };
}

/** Chats and who is in them. */
export const chatMethods: Record<string, BotApiMethod> = {
  getChat,
  getChatMember,
  getChatAdministrators,
  getChatMemberCount,
  getChatMembersCount: getChatMemberCount,
  sendChatAction,
  getUserProfilePhotos,
};
