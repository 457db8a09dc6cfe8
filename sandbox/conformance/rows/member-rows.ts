import { people } from '#sandbox/world/people.ts';
import { including, satisfying } from '../compare.ts';
import type { FailureRow, Role, RowTable, Stage } from '../row.ts';
import type { Scene } from '../scene.ts';
import { isTlObject } from '../spelling.ts';
import { tellChannel } from '../truth/tell-channel.ts';
import { tellUserById } from '../truth/tell-user.ts';
import { groupId, ownerMainId, shopId } from './demo-channels.ts';

/** Makes sure that the row's caller is in a channel, or that they are not. */
export function outside(channelId: string, as: Role) {
  return async ({ call, scene }: Stage) => {
    await call(as, { _: 'channels.leaveChannel', channel: scene.channel(channelId) });
    return {};
  };
}

function inside(channelId: string, as: Role) {
  return async ({ call, scene }: Stage) => {
    await call(as, { _: 'channels.joinChannel', channel: scene.channel(channelId) });
    return {};
  };
}

/** The change of a membership as its caller is told; layers from 227 on wrap it where somebody came. */
export function changed(channelId: string) {
  return (scene: Scene) =>
    satisfying('the channel as it is now', (answer) => {
      const updates = isTlObject(answer) && isTlObject(answer.updates) ? answer.updates : answer;
      if (!isTlObject(updates) || updates._ !== 'updates' || !Array.isArray(updates.updates)) return false;
      const [update] = updates.updates;
      const [chat] = Array.isArray(updates.chats) ? updates.chats : [];
      const isMember = scene.world.channel(channelId)?.memberIds.has(scene.callerId);
      return (
        isTlObject(update) &&
        update._ === 'updateChannel' &&
        update.channel_id === BigInt(channelId) &&
        isTlObject(chat) &&
        chat.id === BigInt(channelId) &&
        (chat.left === true) === !isMember
      );
    });
}

function channelRow(
  title: string,
  as: Role,
  channelId: string,
  text: string,
  arrange?: (stage: Stage) => Promise<object>,
): FailureRow {
  return {
    title,
    as,
    fields: ({ channel }) => ({ channel: channel(channelId) }),
    error: [400, text],
    ...(arrange && { arrange: async (stage: Stage) => ({ ...(await arrange(stage)) }) }),
  };
}

/** The newest members that have an own name in the world's order. */
function recent(title: string, as: Role, channelId: string, offset: number, limit: number, most: number) {
  return {
    title,
    as,
    fields: ({ channel }: Scene) => ({
      channel: channel(channelId),
      filter: { _: 'channelParticipantsRecent' },
      offset,
      limit,
      hash: 0n,
    }),
    answer: (scene: Scene) => {
      const members = scene.world.newestMembers(channelId, most).slice(offset, offset + Math.min(limit, 200));
      return including('channels.channelParticipants', {
        count: scene.world.subscribers(channelId),
        participants: members.map(({ userId, at }) =>
          satisfying(`${userId} since ${Math.floor(at)}`, (participant) => {
            if (!isTlObject(participant) || participant.user_id !== BigInt(userId)) return false;
            return participant._ === 'channelParticipantCreator' || participant.date === Math.floor(at);
          }),
        ),
        users: members.map(({ userId }) => tellUserById(scene, userId)),
      });
    },
  } as const;
}

const admins = { _: 'channelParticipantsAdmins' };

export const memberRows: RowTable = {
  'channels.joinChannel': {
    successes: [
      {
        title: 'makes a member of whoever asks',
        as: 'viewer',
        arrange: outside(shopId, 'viewer'),
        fields: ({ channel }) => ({ channel: channel(shopId) }),
        answer: changed(shopId),
      },
    ],
    failures: [
      channelRow(
        'refuses who is one',
        'viewer',
        shopId,
        'USER_ALREADY_PARTICIPANT',
        inside(shopId, 'viewer'),
      ),
    ],
  },
  'channels.leaveChannel': {
    successes: [
      {
        title: 'lets a member go',
        as: 'viewer',
        arrange: inside(shopId, 'viewer'),
        fields: ({ channel }) => ({ channel: channel(shopId) }),
        answer: changed(shopId),
      },
    ],
    failures: [
      channelRow('refuses the creator', 'owner', ownerMainId, 'USER_CREATOR'),
      channelRow('refuses who is none', 'viewer', shopId, 'USER_NOT_PARTICIPANT', outside(shopId, 'viewer')),
    ],
  },
  'channels.getParticipants': {
    successes: [
      recent('lists the newest members to an administrator', 'owner', ownerMainId, 0, 50, 200),
      recent('goes on after an offset', 'owner', ownerMainId, 50, 10, 200),
      recent('lists no more than 200 of a channel', 'owner', ownerMainId, 190, 100, 200),
      recent('lists everybody of a group to everybody', 'stranger', groupId, 0, 200, 2000),
      {
        title: 'lists the administrators',
        as: 'owner',
        fields: ({ channel }) => ({
          channel: channel(ownerMainId),
          filter: admins,
          offset: 0,
          limit: 10,
          hash: 0n,
        }),
        answer: (scene) =>
          including('channels.channelParticipants', {
            count: 2,
            participants: [
              including('channelParticipantCreator', { user_id: BigInt(people.owner.id) }),
              including('channelParticipantAdmin', { user_id: BigInt(people.editor.id) }),
            ],
            chats: [tellChannel(scene, ownerMainId)],
          }),
      },
      {
        title: 'finds members by name',
        as: 'stranger',
        fields: ({ channel }) => ({
          channel: channel(groupId),
          filter: { _: 'channelParticipantsSearch', q: 'МИРОНОВА' },
          offset: 0,
          limit: 10,
          hash: 0n,
        }),
        answer: () =>
          including('channels.channelParticipants', {
            count: 1,
            participants: [including('channelParticipantCreator', { user_id: BigInt(people.owner.id) })],
          }),
      },
    ],
    failures: [
      {
        title: 'tells who reads a channel nothing about the others',
        as: 'viewer',
        fields: ({ channel }) => ({
          channel: channel(ownerMainId),
          filter: admins,
          offset: 0,
          limit: 10,
          hash: 0n,
        }),
        error: [400, 'CHAT_ADMIN_REQUIRED'],
      },
    ],
  },
};
