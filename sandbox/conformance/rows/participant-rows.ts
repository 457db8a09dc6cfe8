import { people } from '#sandbox/world/people.ts';
import type { FailureRow, Role, RowTable, SuccessRow } from '../row.ts';
import type { Scene } from '../scene.ts';
import { channelOf, tellChannel, tellRights } from '../truth/tell-channel.ts';
import { tellUserById } from '../truth/tell-user.ts';
import { groupId, newsId, ownerMainId, privateId } from './demo-channels.ts';

type Person = keyof typeof people;

/** `as` asks for somebody's part in a channel; `tell` is the participant it must be told. */
function found(
  title: string,
  as: Role,
  channelId: string,
  who: Person,
  tell: (scene: Scene) => Readonly<Record<string, unknown>>,
): SuccessRow {
  const userId = people[who].id;
  return {
    title,
    as,
    fields: (scene) => ({
      channel: scene.channel(channelId),
      participant: as === who ? { _: 'inputPeerSelf' } : scene.userPeer(userId),
    }),
    answer: (scene) => ({
      _: 'channels.channelParticipant',
      participant: { user_id: BigInt(userId), ...tell(scene) },
      chats: [tellChannel(scene, channelId)],
      users: [tellUserById(scene, userId)],
    }),
  };
}

function refused(
  title: string,
  as: Role,
  channelId: string,
  participant: (scene: Scene) => unknown,
  text: string,
): FailureRow {
  return {
    title,
    as,
    fields: (scene) => ({ channel: scene.channel(channelId), participant: participant(scene) }),
    error: [400, text],
  };
}

const dateOf = (scene: Scene, channelId: string): number => channelOf(scene, channelId).createdAt;
const rightsIn = (scene: Scene, channelId: string, who: Person) =>
  tellRights(channelOf(scene, channelId), people[who].id);
const owner = BigInt(people.owner.id);

export const participantRows: RowTable = {
  'channels.getParticipant': {
    successes: [
      found('tells the creator that they are it', 'owner', ownerMainId, 'owner', (scene) => ({
        _: 'channelParticipantCreator',
        admin_rights: rightsIn(scene, ownerMainId, 'owner'),
      })),
      found('tells an administrator who made them one', 'editor', ownerMainId, 'editor', (scene) => ({
        _: 'channelParticipantAdmin',
        self: true,
        inviter_id: owner,
        promoted_by: owner,
        date: dateOf(scene, ownerMainId),
        admin_rights: rightsIn(scene, ownerMainId, 'editor'),
      })),
      found('tells a member since when they are one', 'viewer', ownerMainId, 'viewer', (scene) => ({
        _: 'channelParticipantSelf',
        inviter_id: BigInt(people.viewer.id),
        date: dateOf(scene, ownerMainId),
      })),
      found('tells an administrator about members', 'owner', ownerMainId, 'viewer', (scene) => ({
        _: 'channelParticipant',
        date: dateOf(scene, ownerMainId),
      })),
      found('tells an administrator about other administrators', 'owner', ownerMainId, 'editor', (scene) => ({
        _: 'channelParticipantAdmin',
        promoted_by: owner,
        date: dateOf(scene, ownerMainId),
        admin_rights: rightsIn(scene, ownerMainId, 'editor'),
      })),
      found('tells everybody about the members of a group', 'stranger', groupId, 'viewer', (scene) => ({
        _: 'channelParticipant',
        date: dateOf(scene, groupId),
      })),
      found('tells a member of a private channel their part', 'owner', privateId, 'owner', (scene) => ({
        _: 'channelParticipantSelf',
        inviter_id: owner,
        date: dateOf(scene, privateId),
      })),
    ],
    failures: [
      refused(
        'tells a stranger that they have no part',
        'stranger',
        ownerMainId,
        () => ({ _: 'inputPeerSelf' }),
        'USER_NOT_PARTICIPANT',
      ),
      refused(
        'tells readers nothing about others',
        'viewer',
        newsId,
        ({ userPeer }) => userPeer(people.owner.id),
        'CHAT_ADMIN_REQUIRED',
      ),
      refused('refuses nobody', 'viewer', newsId, () => ({ _: 'inputPeerEmpty' }), 'PARTICIPANT_ID_INVALID'),
      refused(
        'refuses a person by the hash of another caller',
        'owner',
        ownerMainId,
        ({ world, userPeer }) => ({
          ...userPeer(people.editor.id),
          access_hash: world.accessHash(people.viewer.id, people.editor.id),
        }),
        'PARTICIPANT_ID_INVALID',
      ),
      refused(
        'tells an administrator who has no part',
        'owner',
        ownerMainId,
        ({ userPeer }) => userPeer(people.stranger.id),
        'USER_NOT_PARTICIPANT',
      ),
    ],
  },
};
