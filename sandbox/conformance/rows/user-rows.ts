import { people } from '#sandbox/world/people.ts';
import { including } from '../compare.ts';
import type { RowTable } from '../row.ts';
import { tellChannel } from '../truth/tell-channel.ts';
import { tellUser, tellUserById } from '../truth/tell-user.ts';
import { visitors } from '../visitors.ts';
import { newsId, privateId } from './demo-channels.ts';
import { logIn } from './log-in.ts';

export const userRows: RowTable = {
  'users.getUsers': {
    successes: [
      {
        title: 'shows a person themselves, with phone and language',
        as: 'owner',
        fields: () => ({ id: [{ _: 'inputUserSelf' }] }),
        answer: (scene) => [tellUser(scene, people.owner)],
      },
      {
        title: 'shows others in the order asked for, without what is only theirs, and bots as bots',
        as: 'viewer',
        fields: ({ user, bot }) => ({ id: [user(bot.id), user(people.owner.id), user(people.stranger.id)] }),
        answer: (scene) => [scene.bot, people.owner, people.stranger].map((one) => tellUser(scene, one)),
      },
      {
        title: 'leaves out whoever is named by the hash of another caller, or not at all',
        as: 'viewer',
        fields: ({ world, user }) => ({
          id: [
            { ...user(people.owner.id), access_hash: world.accessHash(people.editor.id, people.owner.id) },
            { _: 'inputUserEmpty' },
            user(people.editor.id),
          ],
        }),
        answer: (scene) => [tellUser(scene, people.editor)],
      },
    ],
    failures: [],
  },
  'users.getFullUser': {
    successes: [
      {
        title: 'tells who somebody is',
        as: 'editor',
        fields: ({ user }) => ({ id: user(people.owner.id) }),
        answer: (scene) => ({
          _: 'users.userFull',
          full_user: including('userFull', { id: BigInt(people.owner.id), bot_info: undefined }),
          chats: [],
          users: [tellUserById(scene, people.owner.id)],
        }),
      },
      {
        title: 'tells that a bot is one',
        as: 'editor',
        fields: ({ user, bot }) => ({ id: user(bot.id) }),
        answer: (scene) => ({
          _: 'users.userFull',
          full_user: including('userFull', {
            id: BigInt(scene.bot.id),
            bot_info: including('botInfo', { user_id: BigInt(scene.bot.id) }),
          }),
          chats: [],
          users: [tellUserById(scene, scene.bot.id)],
        }),
      },
    ],
    failures: [
      {
        title: 'refuses the hash of another caller',
        as: 'editor',
        fields: ({ world, user }) => ({
          id: { ...user(people.owner.id), access_hash: world.accessHash(people.viewer.id, people.owner.id) },
        }),
        error: [400, 'USER_ID_INVALID'],
      },
      {
        title: 'refuses nobody',
        as: 'editor',
        fields: () => ({ id: { _: 'inputUserEmpty' } }),
        error: [400, 'USER_ID_INVALID'],
      },
    ],
  },
  'contacts.resolveUsername': {
    successes: [
      {
        title: 'finds a channel in any case, with a hash of the caller',
        as: 'stranger',
        fields: () => ({ username: 'Gorod_VESTI' }),
        answer: (scene) => ({
          _: 'contacts.resolvedPeer',
          peer: { _: 'peerChannel', channel_id: BigInt(newsId) },
          chats: [tellChannel(scene, newsId)],
          users: [],
        }),
      },
      {
        title: 'finds a person and hides their phone',
        as: 'bot',
        fields: () => ({ username: 'olga_mironova' }),
        answer: (scene) => ({
          _: 'contacts.resolvedPeer',
          peer: { _: 'peerUser', user_id: BigInt(people.owner.id) },
          chats: [],
          users: [tellUser(scene, people.owner)],
        }),
      },
    ],
    failures: [
      {
        title: 'knows no such name',
        as: 'collector',
        fields: () => ({ username: 'nobody_has_this' }),
        error: [400, 'USERNAME_NOT_OCCUPIED'],
      },
      ...[
        'a',
        'with space',
        '9starts_with_a_digit',
        'two__lines',
        'ends_',
        'я_не_имя',
        'x'.repeat(33),
        '',
      ].map((username) => ({
        title: `takes "${username}" for no name`,
        as: 'collector' as const,
        fields: () => ({ username }),
        error: [400, 'USERNAME_INVALID'] as const,
      })),
      {
        title: 'is refused to a frozen account',
        as: 'guest',
        arrange: async (stage) => {
          const { accounts, clock } = stage.scene;
          const since = Math.floor(clock.now());
          await logIn(stage, visitors.frozen);
          const freeze = { since, until: since + 86_400, appealUrl: 'https://t.me/spambot' };
          accounts.standings.setFreeze(visitors.frozen.id, freeze);
          return {};
        },
        fields: () => ({ username: 'gorod_vesti' }),
        error: [420, 'FROZEN_METHOD_INVALID'],
      },
      {
        title: 'finds no private channel by its number',
        as: 'collector',
        fields: () => ({ username: `c${privateId}` }),
        error: [400, 'USERNAME_NOT_OCCUPIED'],
      },
    ],
  },
};
