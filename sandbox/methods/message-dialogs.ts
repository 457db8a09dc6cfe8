import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { buildPage, type MessagePage } from './build/build-page.ts';
import { intField, objectField } from './fields.ts';
import type { UserCall } from './method.ts';
import { findChannel } from './peers.ts';

const dialogsPerPage = 100;

/** `messages.getDialogs`: the channels and groups the caller is a member of, the most recently written to first. */
export function getDialogs(call: UserCall): TlObject {
  const { world, caller, rpc, request } = call;
  const dialogs = world
    .channels()
    .filter((channel) => channel.memberIds.has(caller.id))
    .map((channel) => ({ channel, top: newest(call, channel) }))
    .sort((left, right) => (right.top?.date ?? 0) - (left.top?.date ?? 0));

  const offsetPeer = objectField(request, 'offset_peer');
  const after = offsetPeer._ === 'inputPeerChannel' ? findChannel(call, offsetPeer).id : null;
  const start = after === null ? 0 : dialogs.findIndex(({ channel }) => channel.id === after) + 1;
  const limit = Math.min(Math.max(intField(request, 'limit'), 1), dialogsPerPage);
  const page = dialogs.slice(start, start + limit);

  const parts = page.map(({ channel, top }) =>
    buildPage(world, caller.id, channel, top === null ? [] : [top], rpc.dcId),
  );
  const isWhole = start === 0 && page.length === dialogs.length;
  return {
    _: isWhole ? 'messages.dialogs' : 'messages.dialogsSlice',
    ...(isWhole ? {} : { count: dialogs.length }),
    dialogs: page.map(({ channel, top }) => buildDialog(channel, top?.id ?? 0, world.pts(channel.id))),
    ...mergePages(parts),
  };
}

/** A dialog as it is for somebody who has read everything. */
export function buildDialog(channel: WorldChannel, topMessage: number, pts: number): TlObject {
  return {
    _: 'dialog',
    peer: { _: 'peerChannel', channel_id: BigInt(channel.id) },
    top_message: topMessage,
    read_inbox_max_id: topMessage,
    read_outbox_max_id: topMessage,
    unread_count: 0,
    unread_mentions_count: 0,
    unread_reactions_count: 0,
    unread_poll_votes_count: 0,
    notify_settings: { _: 'peerNotifySettings' },
    pts,
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
