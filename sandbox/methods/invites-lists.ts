import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldInvite } from '#sandbox/world/world.ts';
import { buildUsers } from './build/build-page.ts';
import { intField, objectField, stringField } from './fields.ts';
import { buildInvite, findAdministered, importersOf, readInviteLink } from './invites-build.ts';
import type { UserCall } from './method.ts';
import { findUser } from './peers.ts';

const perPage = 100;

/** `messages.getExportedChatInvites`: links one administrator made; those of others only for the creator. */
export function getExportedChatInvites(call: UserCall): TlObject {
  const { world, caller, request } = call;
  const channel = findAdministered(call);
  const admin = findUser(call, objectField(request, 'admin_id'));
  if (admin === null || !channel.adminIds.has(admin.id)) throw new RpcError(400, 'ADMIN_ID_INVALID');
  if (admin.id !== caller.id && channel.creatorId !== caller.id) {
    throw new RpcError(400, 'CHAT_ADMIN_REQUIRED');
  }
  const isRevoked = request.revoked === true;
  const invites = world
    .invites(channel.id)
    .filter((invite) => invite.creatorId === admin.id && invite.isRevoked === isRevoked);
  const after = request.offset_link === undefined ? '' : readInviteLink(stringField(request, 'offset_link'));
  const start = invites.findIndex(({ hash }) => hash === after) + 1;
  const page = invites.slice(start, start + limitOf(request));
  return {
    _: 'messages.exportedChatInvites',
    count: invites.length,
    invites: page.map((invite) => buildInvite(invite, importersOf(world, invite).length)),
    users: buildUsers(world, caller.id, [admin.id]),
  };
}

/** `messages.getChatInviteImporters`: who came by one link, or by any, the newest first. Nobody asks to be let in here. */
export function getChatInviteImporters(call: UserCall): TlObject {
  const { world, caller, request } = call;
  const channel = findAdministered(call);
  const isAboutRequests = request.requested === true || request.subscription_expired === true;
  const importers = isAboutRequests
    ? []
    : linksAsked(call, channel.id).flatMap((invite) => importersOf(world, invite));
  importers.sort((left, right) => right.at - left.at);
  const offsetUser = findUser(call, objectField(request, 'offset_user'));
  const offsetDate = intField(request, 'offset_date');
  const last = importers.findIndex(
    ({ at, userId }) => userId === offsetUser?.id && (offsetDate === 0 || Math.floor(at) === offsetDate),
  );
  const rest = last >= 0 ? importers.slice(last + 1) : olderThan(importers, offsetDate);
  const page = rest.slice(0, limitOf(request));
  return {
    _: 'messages.chatInviteImporters',
    count: importers.length,
    importers: page.map(({ userId, at }) => ({
      _: 'chatInviteImporter',
      user_id: BigInt(userId),
      date: Math.floor(at),
    })),
    users: buildUsers(world, caller.id, new Set(page.map(({ userId }) => userId))),
  };
}

function linksAsked({ world, request }: UserCall, channelId: string): readonly WorldInvite[] {
  const invites = world.invites(channelId);
  if (request.link === undefined) return invites;
  const hash = readInviteLink(stringField(request, 'link'));
  const asked = invites.filter((invite) => invite.hash === hash);
  if (asked.length === 0) throw new RpcError(400, 'INVITE_HASH_EXPIRED');
  return asked;
}

function olderThan<Event extends { at: number }>(events: readonly Event[], date: number): readonly Event[] {
  return date === 0 ? events : events.filter(({ at }) => at < date);
}

function limitOf(request: TlObject): number {
  return Math.min(Math.max(intField(request, 'limit'), 1), perPage);
}
