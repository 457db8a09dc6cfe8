import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { ChannelChange } from '#sandbox/world/world.ts';
import { including, satisfying } from '../compare.ts';
import type { FailureRow, RowTable } from '../row.ts';
import type { Scene } from '../scene.ts';
import { tellMessage, tellPage } from '../truth/tell-message.ts';
import { newsId, ownerMainId } from './demo-channels.ts';

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

export const updateRows: RowTable = {
  'updates.getState': {
    successes: [
      {
        title: 'says how far a person is',
        as: 'viewer',
        fields: () => ({}),
        answer: ({ world }) => including('updates.state', { date: Math.floor(world.now()), unread_count: 0 }),
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
    ],
    failures: [],
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
