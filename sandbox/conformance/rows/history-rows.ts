import { aHistoryRequest } from '#sandbox/world/a-world.ts';
import type { HistoryRequest, VisibleMessage } from '#sandbox/world/world.ts';
import type { FailureRow, Role, RowTable, SuccessRow } from '../row.ts';
import type { Scene } from '../scene.ts';
import { channelOf, tellChannel } from '../truth/tell-channel.ts';
import { tellChannelMessages, tellReplies } from '../truth/tell-message.ts';
import { authorId, groupId, newsId, ownerMainId, privateId, shopId, techId } from './demo-channels.ts';

/** Everything that is visible in a channel, newest first. */
export function everything({ world }: Pick<Scene, 'world'>, channelId: string): VisibleMessage[] {
  return world.history(channelId, aHistoryRequest({ limit: 1_000_000 })).messages;
}

const noOffsets = { offset_id: 0, offset_date: 0, add_offset: 0, max_id: 0, min_id: 0, hash: 0n };

/**
 * A page of a history: what is asked for, and which of all messages (newest first) it must hold. The choice is made
 * here by its meaning alone, not by the world's own paging.
 */
function page(
  title: string,
  as: Role,
  channelId: string,
  ask: (all: readonly VisibleMessage[]) => Partial<HistoryRequest>,
  choose: (all: readonly VisibleMessage[]) => readonly VisibleMessage[],
): SuccessRow {
  return {
    title,
    as,
    fields: (scene) => {
      const { offsetId, offsetDate, addOffset, limit, minId, maxId } = {
        ...aHistoryRequest(),
        ...ask(everything(scene, channelId)),
      };
      return {
        peer: scene.peer(channelId),
        ...noOffsets,
        offset_id: offsetId,
        offset_date: offsetDate,
        add_offset: addOffset,
        limit,
        min_id: minId,
        max_id: maxId,
      };
    },
    answer: (scene) => {
      const all = everything(scene, channelId);
      return tellChannelMessages(scene, channelId, choose(all), all.length);
    },
  };
}

const idAt = (all: readonly VisibleMessage[], index: number): number => all[index]?.id ?? 0;
const dateAt = (all: readonly VisibleMessage[], index: number): number => all[index]?.date ?? 0;
const nothing = () => ({});
const firstHundred = (all: readonly VisibleMessage[]) => all.slice(0, 100);

function refused(
  title: string,
  as: Role,
  peer: (scene: Scene) => unknown,
  text: string,
  limit = 1,
): FailureRow {
  return { title, as, fields: (scene) => ({ peer: peer(scene), ...noOffsets, limit }), error: [400, text] };
}

export const historyRows: RowTable = {
  'messages.getHistory': {
    successes: [
      page(
        'gives the newest hundred, with comments, albums and reposts',
        'collector',
        ownerMainId,
        nothing,
        firstHundred,
      ),
      page('gives a hundred where more is asked for', 'viewer', newsId, () => ({ limit: 500 }), firstHundred),
      page('gives pictures and albums without reactions', 'collector', shopId, nothing, firstHundred),
      page('gives custom and paid reactions in their order', 'collector', authorId, nothing, firstHundred),
      page('gives signatures and polls', 'stranger', techId, nothing, firstHundred),
      page('gives the messages of a group with their authors', 'collector', groupId, nothing, firstHundred),
      page('gives a private channel to a member', 'owner', privateId, nothing, firstHundred),
      page(
        'begins below offset_id',
        'collector',
        newsId,
        (all) => ({ offsetId: idAt(all, 9), limit: 10 }),
        (all) => all.slice(10, 20),
      ),
      page(
        'shifts by add_offset to older and to newer messages',
        'collector',
        newsId,
        (all) => ({ offsetId: idAt(all, 50), addOffset: -5, limit: 10 }),
        (all) => all.slice(46, 56),
      ),
      page(
        'shifts by add_offset from the newest',
        'collector',
        newsId,
        () => ({ addOffset: 7, limit: 3 }),
        (all) => all.slice(7, 10),
      ),
      page(
        'begins before offset_date',
        'collector',
        ownerMainId,
        (all) => ({ offsetDate: dateAt(all, 30), limit: 5 }),
        (all) => all.filter(({ date }) => date < dateAt(all, 30)).slice(0, 5),
      ),
      page(
        'keeps between min_id and max_id, both left out',
        'collector',
        newsId,
        (all) => ({ maxId: idAt(all, 20), minId: idAt(all, 31) }),
        (all) => all.slice(21, 31),
      ),
      page(
        'ends with the creation of the channel',
        'collector',
        shopId,
        (all) => ({ offsetId: idAt(all, all.length - 3), limit: 100 }),
        (all) => all.slice(-2),
      ),
      page(
        'gives nothing below the first message',
        'collector',
        shopId,
        () => ({ offsetId: 1 }),
        () => [],
      ),
      page(
        'only counts for a limit of 0',
        'collector',
        newsId,
        () => ({ limit: 0 }),
        () => [],
      ),
      {
        title: 'has no messages with people',
        as: 'owner',
        fields: () => ({ peer: { _: 'inputPeerSelf' }, ...noOffsets, limit: 10 }),
        answer: () => ({ _: 'messages.messages', messages: [], topics: [], chats: [], users: [] }),
      },
    ],
    failures: [
      refused('refuses nobody', 'collector', () => ({ _: 'inputPeerEmpty' }), 'PEER_ID_INVALID'),
      refused(
        'refuses basic groups',
        'collector',
        () => ({ _: 'inputPeerChat', chat_id: 5n }),
        'CHAT_ID_INVALID',
      ),
      refused('refuses a negative limit', 'collector', ({ peer }) => peer(newsId), 'LIMIT_INVALID', -1),
    ],
  },
  'messages.getMessagesViews': {
    successes: [
      {
        title: 'counts in the order asked for, and nothing for what is not there',
        as: 'collector',
        fields: (scene) => ({ peer: scene.peer(ownerMainId), id: viewedIds(scene), increment: false }),
        answer: (scene) => tellViews(scene, ownerMainId, viewedIds(scene)),
      },
      {
        title: 'names no group where there are no comments',
        as: 'collector',
        fields: (scene) => ({
          peer: scene.peer(newsId),
          id: [idAt(everything(scene, newsId), 4)],
          increment: true,
        }),
        answer: (scene) => tellViews(scene, newsId, [idAt(everything(scene, newsId), 4)]),
      },
    ],
    failures: [
      {
        title: 'refuses more than a hundred ids',
        as: 'collector',
        fields: ({ peer }) => ({
          peer: peer(newsId),
          id: Array.from({ length: 101 }, (_, id) => id),
          increment: false,
        }),
        error: [400, 'LIMIT_INVALID'],
      },
      {
        title: 'refuses people',
        as: 'collector',
        fields: () => ({ peer: { _: 'inputPeerSelf' }, id: [1], increment: false }),
        error: [400, 'PEER_ID_INVALID'],
      },
    ],
  },
};

/** Two posts, the older one last, with an id between them that does not exist. */
function viewedIds(scene: Scene): number[] {
  const all = everything(scene, ownerMainId);
  return [idAt(all, 0), 999_999, idAt(all, 20)];
}

function tellViews(scene: Scene, channelId: string, ids: readonly number[]) {
  const channel = channelOf(scene, channelId);
  const messages = ids.map((id) => scene.world.message(channelId, id));
  const hasComments = messages.some((message) => message !== null && message.comments !== null);
  return {
    _: 'messages.messageViews',
    views: messages.map((message) => ({
      _: 'messageViews',
      views: message?.views,
      forwards: message?.forwards,
      replies: message === null ? undefined : tellReplies(message, channel),
    })),
    chats: hasComments && channel.linkedChatId !== null ? [tellChannel(scene, channel.linkedChatId)] : [],
    users: [],
  };
}
