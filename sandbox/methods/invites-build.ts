import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { MemberEvent, World, WorldChannel, WorldInvite } from '#sandbox/world/world.ts';
import { objectField } from './fields.ts';
import type { UserCall } from './method.ts';
import { findPeer } from './peers.ts';

const linkRoot = 'https://t.me/+';

/** An invite link as administrators see it, with how often it was used. */
export function buildInvite(invite: WorldInvite, usage: number): TlObject {
  return {
    _: 'chatInviteExported',
    revoked: invite.isRevoked,
    permanent: invite.isPermanent,
    link: `${linkRoot}${invite.hash}`,
    admin_id: BigInt(invite.creatorId),
    date: invite.date,
    expire_date: invite.expireAt,
    usage_limit: invite.usageLimit,
    usage: usage === 0 ? undefined : usage,
    title: invite.title,
  };
}

/** Everybody who came by this link, the newest first. */
export function importersOf(world: World, { channelId, hash }: WorldInvite): MemberEvent[] {
  return world
    .memberEvents(channelId, 0, world.now())
    .filter(({ inviteHash }) => inviteHash === hash)
    .reverse();
}

/** Whether somebody could still come by this link. */
export function isInviteOpen(world: World, invite: WorldInvite): boolean {
  if (invite.isRevoked) return false;
  if (invite.expireAt !== null && invite.expireAt <= world.now()) return false;
  return invite.usageLimit === null || importersOf(world, invite).length < invite.usageLimit;
}

/** The link as people paste it, in any of its spellings, as its hash. */
export function readInviteLink(link: string): string {
  return /^(?:(?:https?:\/\/)?t\.me\/(?:\+|joinchat\/))?([\w-]+)$/.exec(link)?.[1] ?? '';
}

/** The channel of a `peer` field that the caller administers; everything about its links and log is for them only. */
export function findAdministered(call: UserCall): WorldChannel {
  const peer = findPeer(call, objectField(call.request, 'peer'));
  if (peer.kind === 'user') throw new RpcError(400, 'PEER_ID_INVALID');
  if (!peer.channel.adminIds.has(call.caller.id)) throw new RpcError(400, 'CHAT_ADMIN_REQUIRED');
  return peer.channel;
}
