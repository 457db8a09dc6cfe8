import { people } from '#sandbox/world/people.ts';
import { including } from '../compare.ts';
import type { FailureRow, RowTable } from '../row.ts';
import type { Scene } from '../scene.ts';
import { tellChannel } from '../truth/tell-channel.ts';
import { ownerMainId, privateId } from './demo-channels.ts';
import { changed, outside } from './member-rows.ts';

/** The owner's second channel; nobody else of the people is in it. */
const secondId = '2200000106';

export const inviteRows: RowTable = {
  'messages.getExportedChatInvites': {
    successes: [
      {
        title: 'lists the links of the creator with their uses',
        as: 'owner',
        fields: ({ peer }) => ({ peer: peer(ownerMainId), admin_id: { _: 'inputUserSelf' }, limit: 100 }),
        answer: (scene) => {
          const open = scene.world.invites(ownerMainId).filter(({ isRevoked }) => !isRevoked);
          return including('messages.exportedChatInvites', {
            count: open.length,
            invites: open.map((invite) => ({
              _: 'chatInviteExported',
              link: `https://t.me/+${invite.hash}`,
              admin_id: BigInt(people.owner.id),
              date: invite.date,
              permanent: invite.isPermanent,
              title: invite.title,
              expire_date: invite.expireAt,
              usage_limit: invite.usageLimit,
              usage: usesOf(scene, invite.hash) || undefined,
            })),
          });
        },
      },
      {
        title: 'lists the revoked ones apart',
        as: 'owner',
        fields: ({ peer }) => ({
          revoked: true,
          peer: peer(ownerMainId),
          admin_id: { _: 'inputUserSelf' },
          limit: 100,
        }),
        answer: () =>
          including('messages.exportedChatInvites', {
            count: 1,
            invites: [including('chatInviteExported', { revoked: true })],
          }),
      },
    ],
    failures: [
      {
        title: 'refuses a member',
        as: 'viewer',
        fields: ({ peer }) => ({ peer: peer(ownerMainId), admin_id: { _: 'inputUserSelf' }, limit: 10 }),
        error: [400, 'CHAT_ADMIN_REQUIRED'],
      },
      {
        title: 'refuses an administrator the creator’s links',
        as: 'editor',
        fields: ({ peer, user }) => ({ peer: peer(ownerMainId), admin_id: user(people.owner.id), limit: 10 }),
        error: [400, 'CHAT_ADMIN_REQUIRED'],
      },
      {
        title: 'refuses the links of somebody who is no administrator',
        as: 'owner',
        fields: ({ peer, user }) => ({
          peer: peer(ownerMainId),
          admin_id: user(people.viewer.id),
          limit: 10,
        }),
        error: [400, 'ADMIN_ID_INVALID'],
      },
    ],
  },
  'messages.getChatInviteImporters': {
    successes: [
      {
        title: 'lists who came by a link, the newest first',
        as: 'owner',
        fields: (scene) => ({
          peer: scene.peer(ownerMainId),
          link: `https://t.me/+${hashAt(scene, 0)}`,
          offset_date: 0,
          offset_user: { _: 'inputUserEmpty' },
          limit: 20,
        }),
        answer: (scene) => {
          const came = importers(scene, hashAt(scene, 0));
          return including('messages.chatInviteImporters', {
            count: came.length,
            importers: came.slice(0, 20).map(({ userId, at }) => ({
              _: 'chatInviteImporter',
              user_id: BigInt(userId),
              date: Math.floor(at),
            })),
          });
        },
      },
    ],
    failures: [
      {
        title: 'refuses a member',
        as: 'viewer',
        fields: ({ peer }) => ({
          peer: peer(ownerMainId),
          offset_date: 0,
          offset_user: { _: 'inputUserEmpty' },
          limit: 20,
        }),
        error: [400, 'CHAT_ADMIN_REQUIRED'],
      },
      {
        title: 'refuses a link of nobody',
        as: 'owner',
        fields: ({ peer }) => ({
          peer: peer(ownerMainId),
          link: 'https://t.me/+0000000000000000',
          offset_date: 0,
          offset_user: { _: 'inputUserEmpty' },
          limit: 20,
        }),
        error: [400, 'INVITE_HASH_EXPIRED'],
      },
    ],
  },
  'messages.checkChatInvite': {
    successes: [
      {
        title: 'shows a stranger what a link leads to',
        as: 'stranger',
        fields: (scene) => ({ hash: hashAt(scene, 0, privateId) }),
        answer: ({ world }) =>
          including('chatInvite', {
            channel: true,
            broadcast: true,
            public: undefined,
            title: world.channel(privateId)?.title,
            about: world.channel(privateId)?.about,
            participants_count: world.subscribers(privateId),
          }),
      },
      {
        title: 'shows a member the channel itself',
        as: 'owner',
        fields: (scene) => ({ hash: hashAt(scene, 0, privateId) }),
        answer: (scene) => ({ _: 'chatInviteAlready', chat: tellChannel(scene, privateId) }),
      },
    ],
    failures: refusedLinks(),
  },
  'messages.importChatInvite': {
    successes: [
      {
        title: 'makes a member of who has the link',
        as: 'viewer',
        arrange: outside(secondId, 'viewer'),
        fields: (scene) => ({ hash: hashAt(scene, 0, secondId) }),
        answer: changed(secondId),
      },
    ],
    failures: [
      ...refusedLinks(),
      {
        title: 'refuses who is a member',
        as: 'owner',
        fields: (scene) => ({ hash: hashAt(scene, 0, privateId) }),
        error: [400, 'USER_ALREADY_PARTICIPANT'],
      },
    ],
  },
};

function refusedLinks(): FailureRow[] {
  const row = (title: string, hash: (scene: Scene) => string, text: string): FailureRow => ({
    title,
    as: 'stranger',
    fields: (scene) => ({ hash: hash(scene) }),
    error: [400, text],
  });
  return [
    row('refuses no link', () => '', 'INVITE_HASH_EMPTY'),
    row('refuses what is no link', () => 'so short', 'INVITE_HASH_INVALID'),
    row('refuses a link of nobody', () => '0000000000000000', 'INVITE_HASH_EXPIRED'),
    row('refuses a link whose time is over', (scene) => hashAt(scene, 3, privateId), 'INVITE_HASH_EXPIRED'),
    row('refuses a link that was taken back', (scene) => hashAt(scene, 4, privateId), 'INVITE_HASH_EXPIRED'),
  ];
}

function hashAt({ world }: Scene, index: number, channelId = ownerMainId): string {
  return world.invites(channelId)[index]?.hash ?? '';
}

function importers({ world }: Scene, hash: string) {
  return world
    .memberEvents(ownerMainId, 0, world.now())
    .filter(({ inviteHash }) => inviteHash === hash)
    .reverse();
}

function usesOf(scene: Scene, hash: string): number {
  return importers(scene, hash).length;
}
