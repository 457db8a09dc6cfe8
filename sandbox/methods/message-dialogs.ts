import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { listBotChats } from './bot-chat.ts';
import { buildPage, buildUsers, type MessagePage } from './build/build-page.ts';
import { buildBoxMessage } from './common-difference.ts';
import { intField, objectField } from './fields.ts';
import type { UserCall } from './method.ts';
import { findChannel, findUser } from './peers.ts';

const dialogsPerPage = 100;

/** One entry of the list. */
interface Listed {
  /** Id of the channel, group or bot. */
  id: string;
  date: number;
  dialog: TlObject;
  page: () => MessagePage;
}

/** `messages.getDialogs`: the caller's channels, groups and chats with bots, the most recently written to first. */
export function getDialogs(call: UserCall): TlObject {
  const { request } = call;
  const dialogs = [...listChannels(call), ...listBots(call)].sort((left, right) => right.date - left.date);

  const after = offsetId(call, objectField(request, 'offset_peer'));
  const start = after === null ? 0 : dialogs.findIndex(({ id }) => id === after) + 1;
  const limit = Math.min(Math.max(intField(request, 'limit'), 1), dialogsPerPage);
  const page = dialogs.slice(start, start + limit);

  const isWhole = start === 0 && page.length === dialogs.length;
  return {
    _: isWhole ? 'messages.dialogs' : 'messages.dialogsSlice',
    ...(isWhole ? {} : { count: dialogs.length }),
    dialogs: page.map(({ dialog }) => dialog),
    ...mergePages(page.map((listed) => listed.page())),
  };
}

function listChannels(call: UserCall): Listed[] {
  const { world, caller, rpc } = call;
  return world
    .channels()
    .filter((channel) => channel.memberIds.has(caller.id))
    .map((channel) => {
      const top = newest(call, channel);
      return {
        id: channel.id,
        date: top?.date ?? 0,
        dialog: buildDialog(channel, top?.id ?? 0, world.pts(channel.id)),
        page: () => buildPage(world, caller.id, channel, top === null ? [] : [top], rpc.dcId),
      };
    });
}

function listBots(call: UserCall): Listed[] {
  const { world, caller } = call;
  return listBotChats(call).map(({ bot, top }) => ({
    id: bot.id,
    date: top.date,
    dialog: buildReadDialog({ _: 'peerUser', user_id: BigInt(bot.id) }, top.id),
    page: () => ({
      messages: [buildBoxMessage(top)],
      chats: [],
      users: buildUsers(world, caller.id, [caller.id, bot.id]),
    }),
  }));
}

/** The entry a client goes on after; null: from the beginning. */
function offsetId(call: UserCall, peer: TlObject): string | null {
  if (peer._ === 'inputPeerChannel') return findChannel(call, peer).id;
  return peer._ === 'inputPeerUser' ? (findUser(call, peer)?.id ?? null) : null;
}

/** A channel's dialog as it is for somebody who has read everything. */
export function buildDialog(channel: WorldChannel, topMessage: number, pts: number): TlObject {
  return { ...buildReadDialog({ _: 'peerChannel', channel_id: BigInt(channel.id) }, topMessage), pts };
}

function buildReadDialog(peer: TlObject, topMessage: number): TlObject {
  return {
    _: 'dialog',
    peer,
    top_message: topMessage,
    read_inbox_max_id: topMessage,
    read_outbox_max_id: topMessage,
    unread_count: 0,
    unread_mentions_count: 0,
    unread_reactions_count: 0,
    unread_poll_votes_count: 0,
    notify_settings: { _: 'peerNotifySettings' },
  };
}

function newest({ world }: UserCall, channel: WorldChannel) {
  const request = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, minId: 0, maxId: 0 };
  return world.history(channel.id, request).messages[0] ?? null;
}

/** One list of each kind; whoever is named by several pages is listed once. */
function mergePages(pages: readonly MessagePage[]): MessagePage {
  return {
    messages: pages.flatMap(({ messages }) => messages),
    chats: uniqueById(pages.flatMap(({ chats }) => chats)),
    users: uniqueById(pages.flatMap(({ users }) => users)),
  };
}

function uniqueById(objects: readonly TlObject[]): TlObject[] {
  return [...new Map(objects.map((object) => [object.id, object])).values()];
}
