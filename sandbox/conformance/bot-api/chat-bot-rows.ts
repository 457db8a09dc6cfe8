import { people } from '#sandbox/world/people.ts';
import { satisfying } from '../compare.ts';
import { privateId } from '../rows/demo-channels.ts';
import {
  accepted,
  type BotRow,
  type BotRowTable,
  type BotScene,
  newestPost,
  refused,
  toChannel,
  toOwner,
} from './bot-row.ts';
import { aText, tellBotUser, tellChannelChat, tellPrivateChat } from './tell-json.ts';

const aBoolean = satisfying('true or false', (value) => typeof value === 'boolean');
const stranger = Number(people.stranger.id);
const hidden = { chat_id: Number(`-100${privateId}`) };
const withLimits = { accent_color_id: 0, max_reaction_count: 11 };

const countRows: readonly BotRow[] = [
  accepted('counts the subscribers of the world', toChannel, ({ world, channel }) =>
    world.subscribers(channel.id),
  ),
  accepted('counts two in a private chat', toOwner, () => 2),
  refused('knows no such chat', { chat_id: '@nobody_at_all' }, 'chat not found'),
];

/** Everything an administrator of a channel may or may not do; who may what is told by other rows. */
const rights = Object.fromEntries(
  [
    ...['manage_chat', 'change_info', 'post_messages', 'edit_messages', 'delete_messages', 'invite_users'],
    ...[
      'restrict_members',
      'promote_members',
      'manage_video_chats',
      'post_stories',
      'edit_stories',
      'delete_stories',
    ],
  ].map((name) => [`can_${name}`, aBoolean]),
);

const linkOf = (scene: BotScene, more: Readonly<Record<string, unknown>>) => ({
  invite_link: aText,
  creator: tellBotUser(scene.bot),
  creates_join_request: false,
  is_primary: false,
  is_revoked: false,
  ...more,
});
const byOwnLink: BotRow['arrange'] = async (scene) => {
  const { invite_link } = await scene.ask('createChatInviteLink', { ...toChannel(scene), name: 'first' });
  return { invite_link };
};
const hiddenRights = refused(
  'needs the right',
  { chat_id: '@gorod_vesti' },
  'not enough rights to manage chat invite link',
);
const noLink = refused(
  'knows no such link',
  (scene) => ({ ...toChannel(scene), invite_link: 'https://t.me/+aaaaaaaaaaaaaaaa' }),
  'INVITE_HASH_EXPIRED',
);

export const chatBotRows: BotRowTable = {
  getChat: [
    accepted('tells a channel', toChannel, ({ channel }) => ({
      ...tellChannelChat(channel),
      ...withLimits,
      active_usernames: [channel.username],
      description: channel.about,
      linked_chat_id: channel.linkedChatId === null ? undefined : Number(`-100${channel.linkedChatId}`),
    })),
    accepted('finds a channel by its name', { chat_id: '@lavka_pryanika' }, ({ world }) => {
      const found = world.byUsername('lavka_pryanika');
      if (found?.kind !== 'channel') throw new RangeError('the demo world has no shop');
      return {
        ...tellChannelChat(found.channel),
        ...withLimits,
        active_usernames: ['lavka_pryanika'],
        description: found.channel.about,
        available_reactions: [],
      };
    }),
    accepted('tells a person', toOwner, ({ owner }) => ({
      ...tellPrivateChat(owner),
      ...withLimits,
      active_usernames: [owner.username],
    })),
    refused('hides a private channel', hidden, 'chat not found'),
    refused('knows nobody who never wrote', { chat_id: stranger }, 'chat not found'),
    refused('wants a chat', {}, 'chat_id is empty'),
  ],
  getChatMember: [
    accepted(
      'tells who made the channel',
      (scene) => ({ ...toChannel(scene), user_id: Number(scene.owner.id) }),
      ({ owner }) => ({ user: tellBotUser(owner), status: 'creator', is_anonymous: false }),
    ),
    accepted(
      'tells the bot its own rights',
      (scene) => ({ ...toChannel(scene), user_id: Number(scene.bot.id) }),
      ({ bot }) => ({
        user: tellBotUser(bot),
        status: 'administrator',
        can_be_edited: false,
        is_anonymous: false,
        ...rights,
        can_post_messages: true,
        can_promote_members: false,
      }),
    ),
    accepted(
      'tells who is no member',
      (scene) => ({ ...toChannel(scene), user_id: stranger }),
      () => ({ user: tellBotUser(people.stranger), status: 'left' }),
    ),
    refused(
      'hides members from readers',
      { chat_id: '@gorod_vesti', user_id: stranger },
      'member list is inaccessible',
    ),
    refused('wants a user', (scene) => ({ ...toChannel(scene), user_id: 'x' }), 'invalid user_id specified'),
    refused('knows no such user', (scene) => ({ ...toChannel(scene), user_id: 5 }), 'PARTICIPANT_ID_INVALID'),
  ],
  getChatAdministrators: [
    accepted('lists people and the bot itself', toChannel, ({ channel, world }) =>
      satisfying('its administrators', (list) => {
        const told = Array.isArray(list) ? list.map((one) => String(Object(one).user?.id)).sort() : [];
        const known = [...channel.adminIds].filter((id) => world.user(id) !== null).sort();
        return told.join() === known.join();
      }),
    ),
    refused('hides them from readers', { chat_id: '@gorod_vesti' }, 'member list is inaccessible'),
    refused('knows none in a private chat', toOwner, 'there are no administrators in the private chat'),
  ],
  getChatMemberCount: countRows,
  getChatMembersCount: countRows,
  getUserProfilePhotos: [
    accepted(
      'shows none',
      ({ owner }) => ({ user_id: Number(owner.id) }),
      () => ({ total_count: 0, photos: [] }),
    ),
    refused('knows no such user', { user_id: 5 }, 'user not found'),
    refused('wants a user', { user_id: 'x' }, 'invalid user_id specified'),
  ],
  sendChatAction: [
    accepted(
      'takes an action',
      (scene) => ({ ...toOwner(scene), action: 'typing' }),
      () => true,
    ),
    refused(
      'refuses another',
      (scene) => ({ ...toOwner(scene), action: 'dancing' }),
      'wrong parameter action in request',
    ),
  ],
  setMessageReaction: [
    accepted(
      'reacts to a post, which then shows it',
      (scene) => ({
        ...toChannel(scene),
        message_id: newestPost(scene),
        reaction: [{ type: 'emoji', emoji: '🔥' }],
      }),
      () => true,
    ),
    refused(
      'refuses a second reaction',
      (scene) => ({
        ...toChannel(scene),
        message_id: newestPost(scene),
        reaction: ['🔥', '👍'].map((emoji) => ({ type: 'emoji', emoji })),
      }),
      'REACTIONS_TOO_MANY',
    ),
    refused(
      'refuses what is no reaction',
      (scene) => ({
        ...toChannel(scene),
        message_id: newestPost(scene),
        reaction: [{ type: 'emoji', emoji: 'x' }],
      }),
      'REACTION_INVALID',
    ),
    refused(
      'finds no such message',
      (scene) => ({ ...toChannel(scene), message_id: 999_999 }),
      'message to react not found',
    ),
  ],
  createChatInviteLink: [
    accepted(
      'makes a link with its limits',
      (scene) => ({ ...toChannel(scene), name: 'Spring', member_limit: 5 }),
      (scene) => linkOf(scene, { name: 'Spring', member_limit: 5 }),
    ),
    hiddenRights,
    accepted(
      'cuts a long name',
      (scene) => ({ ...toChannel(scene), name: 'x'.repeat(33) }),
      (scene) => linkOf(scene, { name: 'x'.repeat(32) }),
    ),
    refused(
      'refuses a limit where administrators are asked about each',
      (scene) => ({ ...toChannel(scene), member_limit: 2, creates_join_request: true }),
      "member limit can't be specified for links requiring administrator approval",
    ),
    refused(
      'refuses a past end',
      (scene) => ({ ...toChannel(scene), expire_date: 1 }),
      'EXPIRE_DATE_INVALID',
    ),
    refused(
      'refuses too many members',
      (scene) => ({ ...toChannel(scene), member_limit: 100_000 }),
      'USAGE_LIMIT_INVALID',
    ),
    refused('is for no private chat', toOwner, "can't invite members to a private chat"),
  ],
  editChatInviteLink: [
    accepted(
      'changes its own link',
      (scene, { invite_link }) => ({ ...toChannel(scene), invite_link, name: 'second' }),
      (scene, { invite_link }) => linkOf(scene, { invite_link, name: 'second' }),
      byOwnLink,
    ),
    hiddenRights,
    noLink,
  ],
  revokeChatInviteLink: [
    accepted(
      'revokes its own link',
      (scene, { invite_link }) => ({ ...toChannel(scene), invite_link }),
      (scene, { invite_link }) => linkOf(scene, { invite_link, name: 'first', is_revoked: true }),
      byOwnLink,
    ),
    hiddenRights,
    noLink,
  ],
  exportChatInviteLink: [
    accepted('makes a new primary link', toChannel, () =>
      satisfying('a link', (link) => /^https:\/\/t\.me\/\+[\w-]{16}$/.test(String(link))),
    ),
    hiddenRights,
  ],
};
