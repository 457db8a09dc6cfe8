import { aHistoryRequest } from '#sandbox/world/a-world.ts';
import { collector } from '#sandbox/world/people.ts';
import type { FailureRow, Role, RowTable, SuccessRow } from '../row.ts';
import type { Scene } from '../scene.ts';
import { tellChannel } from '../truth/tell-channel.ts';
import { tellFullChannel } from '../truth/tell-full-channel.ts';
import { peerOf, tellMessage, tellPage } from '../truth/tell-message.ts';
import { authorId, groupId, newsId, ownerMainId, privateId, shopId, tinyId } from './demo-channels.ts';

/** A channel, the people who look at it, and what is special about the view. */
const views: readonly (readonly [title: string, as: Role, channelId: string])[] = [
  ['tells a reader a public channel', 'collector', newsId],
  ['tells that no reactions are allowed', 'viewer', shopId],
  ['tells the creator with their rights, the group and the statistics', 'owner', ownerMainId],
  ['tells an administrator with less rights', 'editor', ownerMainId],
  ['tells a member the group, but neither administrators nor statistics', 'viewer', ownerMainId],
  ['tells a member a private channel', 'owner', privateId],
  ['tells no statistics below the threshold', 'viewer', tinyId],
  ['tells the group of a channel', 'stranger', groupId],
  ['tells a bot as much as a reader', 'bot', authorId],
];

const messageIds = (ids: readonly number[]) => ids.map((id) => ({ _: 'inputMessageID', id }));

function newest({ world }: Scene, channelId: string, limit = 100) {
  return world.history(channelId, aHistoryRequest({ limit })).messages;
}

function refusedIds(title: string, id: unknown, text: string): FailureRow {
  return {
    title,
    as: 'collector',
    fields: ({ channel }) => ({ channel: channel(newsId), id }),
    error: [400, text],
  };
}

const viewRows = views.map(
  ([title, as, channelId]): SuccessRow => ({
    title,
    as,
    fields: ({ channel }) => ({ channel: channel(channelId) }),
    answer: (scene) => tellFullChannel(scene, channelId),
  }),
);

export const channelRows: RowTable = {
  'channels.getChannels': {
    successes: [
      {
        title: 'shows each channel in the order asked for, as this caller sees it',
        as: 'viewer',
        fields: ({ channel }) => ({ id: [channel(ownerMainId), channel(newsId), channel(groupId)] }),
        answer: (scene) => ({
          _: 'messages.chats',
          chats: [ownerMainId, newsId, groupId].map((id) => tellChannel(scene, id)),
        }),
      },
      {
        title: 'shows a private channel to a member',
        as: 'owner',
        fields: ({ channel }) => ({ id: [channel(privateId)] }),
        answer: (scene) => ({ _: 'messages.chats', chats: [tellChannel(scene, privateId)] }),
      },
    ],
    failures: [],
  },
  'channels.getFullChannel': { successes: viewRows, failures: [] },
  'channels.getMessages': {
    successes: [
      {
        title: 'gives messages in the order asked for, and messageEmpty for what is not there',
        as: 'collector',
        fields: (scene) => {
          const [newer, older] = newest(scene, ownerMainId);
          return {
            channel: scene.channel(ownerMainId),
            id: messageIds([older?.id ?? 0, 999_999, newer?.id ?? 0]),
          };
        },
        answer: (scene) => {
          const [newer, older] = newest(scene, ownerMainId);
          const shown = [older, newer].filter((message) => message !== undefined);
          const [first, second] = shown.map((message) => tellMessage(scene, message));
          const absent = { _: 'messageEmpty', id: 999_999, peer_id: peerOf(ownerMainId) };
          return {
            _: 'messages.channelMessages',
            ...tellPage(scene, ownerMainId, shown),
            messages: [first, absent, second],
            pts: scene.world.pts(ownerMainId),
            count: 3,
            topics: [],
          };
        },
      },
      {
        title: 'gives two hundred at once, to bots too, and the same one twice where it is asked for twice',
        as: 'bot',
        fields: (scene) => ({
          channel: scene.channel(authorId),
          id: messageIds([...newest(scene, authorId), ...newest(scene, authorId)].map(({ id }) => id)),
        }),
        answer: (scene) => {
          const page = tellPage(scene, authorId, newest(scene, authorId));
          return {
            _: 'messages.channelMessages',
            ...page,
            messages: [...page.messages, ...page.messages],
            pts: scene.world.pts(authorId),
            count: 200,
            topics: [],
          };
        },
      },
      {
        title: 'gives a deleted post no longer',
        as: 'collector',
        fields: ({ world, channel }) => ({ channel: channel(newsId), id: messageIds([deletedId(world)]) }),
        answer: (scene) => ({
          _: 'messages.channelMessages',
          ...tellPage(scene, newsId, []),
          messages: [{ _: 'messageEmpty', id: deletedId(scene.world), peer_id: peerOf(newsId) }],
          pts: scene.world.pts(newsId),
          count: 1,
          topics: [],
        }),
      },
    ],
    failures: [
      refusedIds('refuses no ids at all', [], 'MESSAGE_IDS_EMPTY'),
      refusedIds(
        'refuses more than two hundred ids',
        messageIds(Array.from({ length: 201 }, (_, id) => id)),
        'LIMIT_INVALID',
      ),
      refusedIds('refuses what is no id', [{ _: 'inputMessagePinned' }], 'MSG_ID_INVALID'),
    ],
  },
};

/** The oldest post of the news that was deleted since; the journal of the channel remembers it. */
function deletedId(world: Scene['world']): number {
  const change = world.changesSince(newsId, 1).find(({ kind }) => kind === 'delete');
  if (change === undefined) throw new RangeError(`nothing was deleted in ${newsId} for ${collector.id}`);
  return change.messageId;
}
