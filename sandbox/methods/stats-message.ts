import { messageColumns, messageGraphs } from '#sandbox/graphs/message-graphs.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { VisibleMessage, WorldChannel } from '#sandbox/world/world.ts';
import { buildMessage } from './build/build-message.ts';
import { buildChats, buildUsers } from './build/build-page.ts';
import { intField, stringField } from './fields.ts';
import type { UserCall } from './method.ts';
import { findStatistics } from './stats-access.ts';
import { buildGraph, createGraphMaker } from './stats-graphs.ts';
import type { GraphTokens } from './stats-tokens.ts';

const forwardsPerPage = 100;

/** `stats.getMessageStats`: the views of one post as they came, and its reactions on request. */
export function getMessageStats(call: UserCall, tokens: GraphTokens): TlObject {
  const channel = findStatistics(call, null);
  const message = findCountedMessage(call, channel);
  const columns = messageColumns(message.date, call.world.now());
  const graphs = createGraphMaker(call, tokens, channel.id, message.id);
  return {
    _: 'stats.messageStats',
    views_graph: buildGraph(messageGraphs.views(call.world, channel.id, message.id, columns)),
    reactions_by_emotion_graph: graphs.async('messageReactions'),
  };
}

/** `stats.getMessagePublicForwards`: copies in public channels, the newest first, page by page. */
export function getMessagePublicForwards(call: UserCall): TlObject {
  const { world, caller, rpc, request } = call;
  const channel = findStatistics(call, null);
  const message = findCountedMessage(call, channel);
  const copies = world.repostsOf(channel.id, message.id).flatMap((copy) => {
    const place = world.channel(copy.channelId);
    return place === null || place.username === null ? [] : [{ copy, place }];
  });
  const start = readOffset(stringField(request, 'offset'));
  const limit = Math.min(Math.max(intField(request, 'limit'), 1), forwardsPerPage);
  const page = copies.slice(start, start + limit);
  const next = start + page.length;
  const authors = page.flatMap(({ copy }) => (copy.fromId === null ? [] : [copy.fromId]));
  return {
    _: 'stats.publicForwards',
    count: copies.length,
    forwards: page.map(({ copy, place }) => ({
      _: 'publicForwardMessage',
      message: buildMessage(copy, place, rpc.dcId),
    })),
    next_offset: next < copies.length ? next.toString() : undefined,
    chats: buildChats(world, caller.id, new Set([channel.id, ...page.map(({ place }) => place.id)])),
    users: buildUsers(world, caller.id, new Set(authors)),
  };
}

/** A post that Telegram counts for this channel; `MESSAGE_ID_INVALID` for none, and for another channel's post. */
function findCountedMessage({ world, request }: UserCall, channel: WorldChannel): VisibleMessage {
  const message = world.message(channel.id, intField(request, 'msg_id'));
  const isForeign = message?.forward?.channelId !== undefined && message.forward.channelId !== null;
  if (message === null || message.views === null || isForeign) {
    throw new RpcError(400, 'MESSAGE_ID_INVALID');
  }
  return message;
}

function readOffset(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
