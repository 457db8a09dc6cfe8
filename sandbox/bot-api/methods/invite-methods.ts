import { randomBytes } from 'node:crypto';
import type { WorldChannel, WorldInvite } from '#sandbox/world/world.ts';
import { botRights } from '../admin-rights.ts';
import { badRequest } from '../api-error.ts';
import { findChat } from '../chats.ts';
import type { BotApiContext, BotApiMethod } from '../context.ts';
import { buildInviteLink, inviteAddress, readInviteHash } from '../invite-links.ts';
import type { Parameters } from '../parameters.ts';

const mostMembers = 99_999;
const maxNameLength = 32;

/** The channel of the call, where the bot may manage links. */
function findManaged(parameters: Parameters, context: BotApiContext): WorldChannel {
  const target = findChat(parameters, context);
  if (target.kind === 'private') throw badRequest("can't invite members to a private chat");
  if (botRights(target.channel, context)?.can_invite_users !== true) {
    throw badRequest('not enough rights to manage chat invite link');
  }
  return target.channel;
}

type Choices = Pick<WorldInvite, 'title' | 'expireAt' | 'usageLimit'>;

/** What a call asks of a link; 0 stands for no limit and a long name is cut, as on Telegram's server. */
function readChoices(parameters: Parameters, context: BotApiContext): Choices {
  const title = [...parameters.text('name').replace(/\s+/g, ' ').trim()]
    .slice(0, maxNameLength)
    .join('')
    .trim();
  const expireAt = Math.max(0, parameters.integer('expire_date', 0));
  const usageLimit = Math.max(0, parameters.integer('member_limit', 0));
  if (parameters.flag('creates_join_request')) {
    if (usageLimit > 0)
      throw badRequest("member limit can't be specified for links requiring administrator approval");
    throw badRequest('join requests are not imitated here');
  }
  if (expireAt !== 0 && expireAt <= context.now()) throw badRequest('EXPIRE_DATE_INVALID');
  if (usageLimit > mostMembers) throw badRequest('USAGE_LIMIT_INVALID');
  return {
    title: title === '' ? null : title,
    expireAt: expireAt === 0 ? null : expireAt,
    usageLimit: usageLimit === 0 ? null : usageLimit,
  };
}

function save(context: BotApiContext, invite: WorldInvite): unknown {
  context.world.change({ kind: 'invite', channelId: invite.channelId, invite });
  return buildInviteLink(invite, context);
}

function create(context: BotApiContext, channel: WorldChannel, choices: Choices, isPermanent: boolean) {
  return {
    ...choices,
    hash: randomBytes(12).toString('base64url'),
    channelId: channel.id,
    creatorId: context.bot.id,
    date: Math.floor(context.world.now()),
    isPermanent,
    isRevoked: false,
  } satisfies WorldInvite;
}

function createChatInviteLink(parameters: Parameters, context: BotApiContext): unknown {
  const channel = findManaged(parameters, context);
  return save(context, create(context, channel, readChoices(parameters, context), false));
}

/** The bot's own link that a call names. */
function findOwn(parameters: Parameters, context: BotApiContext, channel: WorldChannel): WorldInvite {
  const address = parameters.text('invite_link').trim();
  if (address === '') throw badRequest('invite link must be non-empty');
  const hash = readInviteHash(address);
  const invite = hash === null ? null : context.world.inviteByHash(hash);
  if (invite?.channelId !== channel.id || invite.creatorId !== context.bot.id) {
    throw badRequest('INVITE_HASH_EXPIRED');
  }
  return invite;
}

function editChatInviteLink(parameters: Parameters, context: BotApiContext): unknown {
  const channel = findManaged(parameters, context);
  const invite = findOwn(parameters, context, channel);
  if (invite.isPermanent) throw badRequest('CHAT_INVITE_PERMANENT');
  if (invite.isRevoked) throw badRequest('INVITE_HASH_EXPIRED');
  return save(context, { ...invite, ...readChoices(parameters, context) });
}

const unlimited: Choices = { title: null, expireAt: null, usageLimit: null };

/** Revoking the primary link makes a new one at once. */
function revokeChatInviteLink(parameters: Parameters, context: BotApiContext): unknown {
  const channel = findManaged(parameters, context);
  const invite = findOwn(parameters, context, channel);
  const revoked = save(context, { ...invite, isRevoked: true });
  if (invite.isPermanent) save(context, create(context, channel, unlimited, true));
  return revoked;
}

/** A new primary link of the bot's own; the one it had is revoked. */
function exportChatInviteLink(parameters: Parameters, context: BotApiContext): unknown {
  const channel = findManaged(parameters, context);
  for (const invite of context.world.invites(channel.id)) {
    const isPrimary = invite.creatorId === context.bot.id && invite.isPermanent && !invite.isRevoked;
    if (isPrimary) save(context, { ...invite, isRevoked: true });
  }
  const invite = create(context, channel, unlimited, true);
  save(context, invite);
  return inviteAddress(invite.hash);
}

/** Links by which people come to a channel. */
export const inviteMethods: Record<string, BotApiMethod> = {
  createChatInviteLink,
  editChatInviteLink,
  revokeChatInviteLink,
  exportChatInviteLink,
};
