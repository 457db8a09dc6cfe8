import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { ChannelChange } from '#sandbox/world/world.ts';
import { including, satisfying } from '../compare.ts';
import type { FailureRow, Given, RowTable } from '../row.ts';
import type { Scene } from '../scene.ts';
import { tellMessage, tellPage } from '../truth/tell-message.ts';
import { tellUserById } from '../truth/tell-user.ts';
import { visitors } from '../visitors.ts';
import { newsId, ownerMainId } from './demo-channels.ts';
import { logIn } from './log-in.ts';

/** `updates.getChannelDifference` since so many changes ago. */
function since(scene: Scene, channelId: string, changes: number, limit = 100) {
  const pts = scene.world.pts(channelId) - changes;
  return { channel: scene.channel(channelId), filter: { _: 'channelMessagesFilterEmpty' }, pts, limit };
}

/** What a client that is `behind` changes must be told, at most `limit` of them. */
function tellDifference(scene: Scene, channelId: string, behind: number, limit: number): TlObject {
  const { world } = scene;
  const known = world.pts(channelId) - behind;
  const changes = world.changesSince(channelId, known).slice(0, limit);
  const shown = changes.flatMap(({ kind, messageId }) => {
    const message = kind === 'delete' ? null : world.message(channelId, messageId);
    return message === null ? [] : [message];
  });
  const posted = changes.filter(({ kind }) => kind === 'post').map(({ messageId }) => messageId);
  const isFinal = behind <= limit;
  const { chats, users } = tellPage(scene, channelId, shown);
  return {
    _: 'updates.channelDifference',
    final: isFinal,
    pts: known + changes.length,
    timeout: isFinal ? satisfying('seconds to wait', (value) => typeof value === 'number') : undefined,
    new_messages: posted.flatMap((id) => {
      const message = world.message(channelId, id);
      return message === null ? [] : [tellMessage(scene, message)];
    }),
    other_updates: changes.flatMap((change, index) =>
      tellChange(scene, channelId, change, known + index + 1),
    ),
    chats,
    users,
  };
}

function tellChange(scene: Scene, channelId: string, change: ChannelChange, pts: number): TlObject[] {
  const { kind, messageId } = change;
  if (kind === 'delete') {
    const channel_id = BigInt(channelId);
    return [{ _: 'updateDeleteChannelMessages', channel_id, messages: [messageId], pts, pts_count: 1 }];
  }
  const message = scene.world.message(channelId, messageId);
  if (kind === 'post' || message === null) return [];
  return [{ _: 'updateEditChannelMessage', message: tellMessage(scene, message), pts, pts_count: 1 }];
}

function refused(
  title: string,
  fields: (scene: Scene) => Readonly<Record<string, unknown>>,
  text: string,
): FailureRow {
  return { title, as: 'collector', fields, error: [400, text] };
}

function tellState({ world, accounts }: Scene, userId: string): TlObject {
  const place = { pts: accounts.boxes.pts(userId), qts: 0, seq: 1 };
  return { _: 'updates.state', ...place, date: Math.floor(world.now()), unread_count: 0 };
}

function tellBotMessage({ bot }: Scene, id: number, message: string, out?: boolean): TlObject {
  const peer_id = { _: 'peerUser', user_id: BigInt(bot.id) };
  return { _: 'message', out, id, peer_id, date: 1_700_000_000, message };
}

/** Lets the bot write so many messages to the caller, or with one: the caller answer, the bot edit, the caller delete. */
async function fillBox({ accounts, bot, callerId }: Scene, count: number): Promise<Given> {
  const { boxes } = accounts;
  const pts = boxes.pts(callerId);
  const first = { id: 901, chatId: bot.id, isOut: false, date: 1_700_000_000, text: 'number 901' };
  const plain = { entities: [], hasMedia: false, editDate: null };
  for (let index = 0; index < count; index += 1) {
    const message = { ...first, ...plain, id: 901 + index, text: `number ${901 + index}` };
    boxes.add(callerId, { kind: 'message', message });
  }
  if (count > 1) return { pts, date: 1, qts: 0 };
  boxes.add(callerId, {
    kind: 'message',
    message: { ...first, ...plain, id: 902, isOut: true, text: 'mine' },
  });
  boxes.add(callerId, {
    kind: 'edit',
    message: { ...first, ...plain, text: 'changed', editDate: 1_700_000_100 },
  });
  boxes.add(callerId, { kind: 'delete', messageId: 902 });
  return { pts, date: 1, qts: 0 };
}

export const updateRows: RowTable = {
  'updates.getState': {
    successes: [
      {
        title: 'says how far a person is',
        as: 'viewer',
        fields: () => ({}),
        answer: (scene) => tellState(scene, scene.callerId),
      },
    ],
    failures: [],
  },
  'updates.getDifference': {
    successes: [
      {
        title: 'has nothing new for somebody who is up to date',
        as: 'viewer',
        arrange: async ({ ask }) => ask('viewer', { _: 'updates.getState' }),
        fields: (_, { pts, date, qts }) => ({ pts, date, qts }),
        answer: ({ world }, { seq }) => ({
          _: 'updates.differenceEmpty',
          date: Math.floor(world.now()),
          seq,
        }),
      },
      {
        title: 'tells a device of the code and of the login that came after it',
        as: 'guest',
        async arrange(stage) {
          await logIn(stage);
          const { pts } = await stage.ask('guest', { _: 'updates.getState' });
          await logIn(stage, visitors.plain, 'secondGuest');
          return { pts, date: 1, qts: 0 };
        },
        fields: (_, given) => given,
        answer: (scene, { pts }) => ({
          _: 'updates.difference',
          new_messages: [/^Login code: \d{5}\./, /^New login\. Dear Vasya/].map((text) =>
            including('message', {
              out: undefined,
              peer_id: { _: 'peerUser', user_id: 777_000n },
              message: satisfying(`a text like ${text}`, (value) => text.test(String(value))),
            }),
          ),
          new_encrypted_messages: [],
          other_updates: [
            including('updateNewAuthorization', { unconfirmed: true, date: Math.floor(scene.clock.now()) }),
          ],
          chats: [],
          users: [
            including('user', { id: BigInt(visitors.plain.id), self: true }),
            including('user', { id: 777_000n, verified: true, first_name: 'Telegram' }),
          ],
          state: including('updates.state', { pts: Number(pts) + 2 }),
        }),
      },
      {
        title: 'tells what a bot wrote, edited and deleted since, each with its pts',
        as: 'viewer',
        arrange: async ({ scene }) => fillBox(scene, 1),
        fields: (_, given) => given,
        answer: (scene, { pts }) => ({
          _: 'updates.difference',
          new_messages: [tellBotMessage(scene, 901, 'number 901'), tellBotMessage(scene, 902, 'mine', true)],
          new_encrypted_messages: [],
          other_updates: [
            {
              _: 'updateEditMessage',
              message: { ...tellBotMessage(scene, 901, 'changed'), edit_date: 1_700_000_100 },
              pts: Number(pts) + 3,
              pts_count: 1,
            },
            { _: 'updateDeleteMessages', messages: [902], pts: Number(pts) + 4, pts_count: 1 },
          ],
          chats: [],
          users: [scene.callerId, scene.bot.id].map((id) => tellUserById(scene, id)),
          state: tellState(scene, scene.callerId),
        }),
      },
      {
        title: 'tells the first hundred of many events and that there are more',
        as: 'editor',
        arrange: async ({ scene }) => fillBox(scene, 120),
        fields: (_, given) => given,
        answer: (scene, { pts }) => ({
          _: 'updates.differenceSlice',
          new_messages: satisfying('a hundred', (value) => Array.isArray(value) && value.length === 100),
          new_encrypted_messages: [],
          other_updates: [],
          chats: [],
          users: [scene.callerId, scene.bot.id].map((id) => tellUserById(scene, id)),
          intermediate_state: including('updates.state', { pts: Number(pts) + 100 }),
        }),
      },
      {
        title: 'lets start over who missed more than is remembered',
        as: 'owner',
        arrange: async ({ scene }) => fillBox(scene, 501),
        fields: (_, given) => given,
        answer: ({ accounts, callerId }) => ({
          _: 'updates.differenceTooLong',
          pts: accounts.boxes.pts(callerId),
        }),
      },
    ],
    failures: [
      refused('refuses no pts', () => ({ pts: 0, date: 1, qts: 0 }), 'PERSISTENT_TIMESTAMP_EMPTY'),
      refused(
        'refuses a pts of the future',
        ({ accounts, callerId }) => ({ pts: accounts.boxes.pts(callerId) + 1, date: 1, qts: 0 }),
        'PERSISTENT_TIMESTAMP_INVALID',
      ),
    ],
  },
  'updates.getChannelDifference': {
    successes: [
      {
        title: 'has nothing new for somebody who is up to date',
        as: 'collector',
        fields: (scene) => since(scene, newsId, 0),
        answer: ({ world }) =>
          including('updates.channelDifferenceEmpty', { final: true, pts: world.pts(newsId) }),
      },
      {
        title: 'tells posts, edits and deletions since, each with its pts',
        as: 'collector',
        fields: (scene) => since(scene, newsId, 80),
        answer: (scene) => tellDifference(scene, newsId, 80, 100),
      },
      {
        title: 'tells the first of many changes and that there are more',
        as: 'viewer',
        fields: (scene) => since(scene, ownerMainId, 60, 15),
        answer: (scene) => tellDifference(scene, ownerMainId, 60, 15),
      },
    ],
    failures: [
      refused(
        'refuses no pts',
        (scene) => ({ ...since(scene, newsId, 0), pts: 0 }),
        'PERSISTENT_TIMESTAMP_EMPTY',
      ),
      refused(
        'refuses a pts of the future',
        (scene) => since(scene, newsId, -1),
        'PERSISTENT_TIMESTAMP_INVALID',
      ),
    ],
  },
};
