import bigInt from 'big-integer';
import { Api } from 'telegram';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Message } from '#contract/post.ts';
import { buildMessage } from './build-message.ts';
import type { KeptSession } from './keep-session.ts';
import { MtprotoError } from './mtproto-failure.ts';

/** A channel as one account addresses it. The access hash never leaves the gateway and `channel_access`. */
export interface ChannelPeer {
  channelId: ChannelId;
  accessHash: string;
}

/** One page of a channel's history, newest first. */
export interface HistoryPage {
  messages: Message[];
  /** Ids of the messages that are there, service messages included. */
  presentIds: number[];
  /** How many messages the channel holds in all, as Telegram says; service messages count. */
  total: number;
  /** How many messages Telegram sent, service messages included: what progress is counted in. */
  size: number;
  /** The smallest id of the page, from which the next one goes on; null: the page is empty. */
  lowestId: number | null;
  /** The largest id of the page; null: the page is empty. */
  highestId: number | null;
  /** Messages that could not be read, by id and reason; the others are not held up by them. */
  unreadable: { messageId: number; reason: string }[];
}

export const historyPageSize = 100;

/** Fetches the page of messages older than `offsetId` (0: the newest). */
export function fetchHistory(
  session: KeptSession,
  peer: ChannelPeer,
  offsetId: number,
): Promise<HistoryPage> {
  return getHistory(session, peer, { offsetId, addOffset: 0 });
}

/** Fetches the page of messages that come right after `messageId`; fewer than a page: there are no more. */
export function fetchHistoryAfter(
  session: KeptSession,
  peer: ChannelPeer,
  messageId: number,
): Promise<HistoryPage> {
  return getHistory(session, peer, { offsetId: messageId + 1, addOffset: -historyPageSize });
}

async function getHistory(
  session: KeptSession,
  peer: ChannelPeer,
  where: { offsetId: number; addOffset: number },
): Promise<HistoryPage> {
  const request = new Api.messages.GetHistory({
    peer: new Api.InputPeerChannel(inputOf(peer)),
    ...where,
    offsetDate: 0,
    limit: historyPageSize,
    maxId: 0,
    minId: 0,
    hash: bigInt.zero,
  });
  return buildPage(peer.channelId, await session.call(request));
}

/** Fetches messages by their ids, at most 100 of them; those that are gone are absent from the answer. */
export async function fetchMessages(
  session: KeptSession,
  peer: ChannelPeer,
  messageIds: readonly number[],
): Promise<HistoryPage> {
  const request = new Api.channels.GetMessages({
    channel: new Api.InputChannel(inputOf(peer)),
    id: messageIds.map((id) => new Api.InputMessageID({ id })),
  });
  return buildPage(peer.channelId, await session.call(request));
}

export function inputOf(peer: ChannelPeer): { channelId: bigInt.BigInteger; accessHash: bigInt.BigInteger } {
  return { channelId: bigInt(peer.channelId), accessHash: bigInt(peer.accessHash) };
}

/** Builds a page at once, so that nothing of the library's outlives the call. */
export function buildPage(channelId: ChannelId, answer: Api.messages.TypeMessages): HistoryPage {
  if (answer.className === 'messages.MessagesNotModified') {
    throw new MtprotoError('messages.GetHistory', { kind: 'unknown', code: 'not-modified' });
  }
  const page: HistoryPage = {
    messages: [],
    presentIds: [],
    total: 'count' in answer ? answer.count : answer.messages.length,
    size: 0,
    lowestId: null,
    highestId: null,
    unreadable: [],
  };
  for (const message of answer.messages) {
    if (message.className === 'MessageEmpty') continue;
    page.presentIds.push(message.id);
    page.size += 1;
    page.lowestId = Math.min(page.lowestId ?? message.id, message.id);
    page.highestId = Math.max(page.highestId ?? message.id, message.id);
    if (message.className !== 'Message') continue;
    try {
      page.messages.push(buildMessage(channelId, message));
    } catch (error) {
      page.unreadable.push({
        messageId: message.id,
        reason: error instanceof Error ? error.name : 'unknown',
      });
    }
  }
  return page;
}
