import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { aHistoryRequest } from '#sandbox/world/a-world.ts';
import type { VisibleMessage } from '#sandbox/world/world.ts';
import { including } from '../compare.ts';
import type { RowTable } from '../row.ts';
import type { Scene } from '../scene.ts';
import { tellChannel } from '../truth/tell-channel.ts';
import { peerOf, tellMessage, tellPage } from '../truth/tell-message.ts';

const wholeList = {
  offset_date: 0,
  offset_id: 0,
  offset_peer: { _: 'inputPeerEmpty' },
  limit: 100,
  hash: 0n,
};

interface Joined {
  channelId: string;
  top: VisibleMessage;
}

/** Channels and groups of the caller, the one with the newest message first. */
function joined({ world, callerId }: Scene): Joined[] {
  return world
    .channels()
    .filter(({ memberIds }) => memberIds.has(callerId))
    .flatMap(({ id }) => {
      const [top] = world.history(id, aHistoryRequest({ limit: 1 })).messages;
      return top === undefined ? [] : [{ channelId: id, top }];
    })
    .sort((left, right) => right.top.date - left.top.date);
}

function tellDialogs(scene: Scene, shown: readonly Joined[], count: number | null) {
  const pages = shown.map(({ channelId, top }) => tellPage(scene, channelId, [top]));
  const unique = (objects: readonly TlObject[]) => [
    ...new Map(objects.map((object) => [object.id, object])).values(),
  ];
  return {
    _: count === null ? 'messages.dialogs' : 'messages.dialogsSlice',
    ...(count !== null && { count }),
    dialogs: shown.map(({ channelId, top }) =>
      including('dialog', {
        peer: peerOf(channelId),
        top_message: top.id,
        unread_count: 0,
        pts: scene.world.pts(channelId),
      }),
    ),
    messages: shown.map(({ top }) => tellMessage(scene, top)),
    chats: unique(pages.flatMap(({ chats }) => chats)).map(({ id }) => tellChannel(scene, String(id))),
    users: unique(pages.flatMap(({ users }) => users)),
  };
}

export const dialogRows: RowTable = {
  'messages.getDialogs': {
    successes: [
      {
        title: 'lists what a person is a member of, the newest first, with the newest message of each',
        as: 'viewer',
        fields: () => wholeList,
        answer: (scene) => tellDialogs(scene, joined(scene), null),
      },
      {
        title: 'begins a list and says how long it is',
        as: 'viewer',
        fields: () => ({ ...wholeList, limit: 2 }),
        answer: (scene) => tellDialogs(scene, joined(scene).slice(0, 2), joined(scene).length),
      },
      {
        title: 'goes on after a channel',
        as: 'viewer',
        fields: (scene) => ({ ...wholeList, limit: 2, ...offsetAfter(scene, 1) }),
        answer: (scene) => tellDialogs(scene, joined(scene).slice(2, 4), joined(scene).length),
      },
      {
        title: 'is empty for somebody who joined nothing',
        as: 'collector',
        fields: () => wholeList,
        answer: (scene) => tellDialogs(scene, [], null),
      },
    ],
    failures: [],
  },
};

/** The offsets a client gives to go on after its entry `index`. */
function offsetAfter(scene: Scene, index: number) {
  const last = joined(scene)[index];
  if (last === undefined) throw new RangeError(`${scene.callerId} has no dialog ${index}`);
  return {
    offset_date: last.top.date,
    offset_id: last.top.id,
    offset_peer: scene.peer(last.channelId),
  };
}
