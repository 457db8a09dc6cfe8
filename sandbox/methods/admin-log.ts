import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { ChannelChange, MemberEvent, WorldChannel } from '#sandbox/world/world.ts';
import { buildMessage } from './build/build-message.ts';
import { buildInvite, importersOf } from './invites-build.ts';
import type { UserCall } from './method.ts';

/** Telegram keeps the log of administrators for two days only. */
export const keptSeconds = 48 * 3600;

/** One line of the log, before it is known whether anybody asked for it. */
export interface LoggedAction {
  at: number;
  userId: string;
  /** The flag of `channelAdminLogEventsFilter` that asks for it. */
  flag: 'join' | 'leave' | 'invite' | 'edit' | 'delete' | 'send';
  /** What a search looks through besides names. */
  text: string;
  build(): TlObject;
}

/** Everything of the last two days, the oldest first. */
export function collectActions(call: UserCall, channel: WorldChannel): LoggedAction[] {
  const { world } = call;
  const now = world.now();
  const members = world.memberEvents(channel.id, now - keptSeconds, now);
  const invites = new Map(
    world
      .invites(channel.id)
      .map((invite) => [invite.hash, buildInvite(invite, importersOf(world, invite).length)]),
  );
  const changes = world.changesSince(channel.id, 1).filter(({ at }) => at > now - keptSeconds);
  const actions = [
    ...members.map((event) => logMember(event, invites)),
    ...changes.flatMap((change) => logChange(call, channel, change)),
  ];
  return actions.sort((left, right) => left.at - right.at);
}

function logMember(event: MemberEvent, invites: ReadonlyMap<string, TlObject>): LoggedAction {
  const { at, userId, kind, inviteHash } = event;
  const shared = { at, userId, text: '' };
  if (kind === 'leave') {
    const build = (): TlObject => ({ _: 'channelAdminLogEventActionParticipantLeave' });
    return { ...shared, flag: 'leave', build };
  }
  const invite = inviteHash === null ? undefined : invites.get(inviteHash);
  if (invite === undefined) {
    const build = (): TlObject => ({ _: 'channelAdminLogEventActionParticipantJoin' });
    return { ...shared, flag: 'join', build };
  }
  const build = (): TlObject => ({
    _: 'channelAdminLogEventActionParticipantJoinByInvite',
    invite,
  });
  return { ...shared, flag: 'invite', build };
}

/** Posts, edits and deletions; whoever speaks as the channel is its creator here. */
function logChange(call: UserCall, channel: WorldChannel, change: ChannelChange): LoggedAction[] {
  const { world, rpc } = call;
  const { at, kind, messageId } = change;
  const before = world.message(channel.id, messageId, at - 1);
  const after = world.message(channel.id, messageId, at);
  const message = after ?? before;
  if (message === null || (message.service !== null && kind !== 'delete')) return [];
  const userId = message.fromId ?? channel.creatorId;
  if (userId === null) return [];
  const shared = { at, userId, text: message.text };
  const built = (seen: typeof message): TlObject => buildMessage(seen, channel, rpc.dcId);
  if (kind === 'delete') {
    const build = (): TlObject => ({
      _: 'channelAdminLogEventActionDeleteMessage',
      message: built(before ?? message),
    });
    return [{ ...shared, flag: 'delete', build }];
  }
  // Members who write in a group are no administrators' business.
  if (kind === 'post' && channel.kind === 'megagroup') return [];
  if (kind === 'post') {
    const build = (): TlObject => ({ _: 'channelAdminLogEventActionSendMessage', message: built(message) });
    return [{ ...shared, flag: 'send', build }];
  }
  const build = (): TlObject => ({
    _: 'channelAdminLogEventActionEditMessage',
    prev_message: built(before ?? message),
    new_message: built(message),
  });
  return [{ ...shared, flag: 'edit', build }];
}
