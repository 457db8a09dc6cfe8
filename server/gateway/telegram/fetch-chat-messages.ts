import bigInt from 'big-integer';
import { Api } from 'telegram';
import type { Message } from '#contract/post.ts';
import { parseChannelId } from '#server/ids.ts';
import { type ChatPeer, markPeer, toInputPeer } from './build-dialogs.ts';
import { buildMessage } from './build-message.ts';
import type { KeptSession } from './keep-session.ts';
import { MtprotoError } from './mtproto-failure.ts';
import { sanitizeText } from './sanitize-text.ts';

/** One message of any chat an account sees: a post, or what somebody wrote. Never a service message. */
export interface ChatMessage extends Omit<Message, 'channelId'> {
  /** Who wrote it, marked as the Bot API marks ids; null: Telegram did not say (channels speak for themselves). */
  fromId: string | null;
  fromName: string | null;
}

export interface ChatMessages {
  /** Newest first. */
  messages: ChatMessage[];
  /** The smallest id of the page, service messages included; null: the page is empty. */
  lowestId: number | null;
  highestId: number | null;
  /** How many messages Telegram sent. */
  size: number;
}

/** Which page: the messages older than `before` (0: from the newest on) and newer than `since` (0: all). */
export interface MessageRange {
  before: number;
  since: number;
  limit: number;
}

/** Fetches messages of a chat, newest first; nothing of them is kept. Throws {@link MtprotoError}. */
export async function fetchChatMessages(
  session: KeptSession,
  peer: ChatPeer,
  { before, since, limit }: MessageRange,
): Promise<ChatMessages> {
  const request = new Api.messages.GetHistory({
    peer: toInputPeer(peer),
    offsetId: before,
    offsetDate: 0,
    addOffset: 0,
    limit,
    maxId: 0,
    minId: since,
    hash: bigInt.zero,
  });
  return buildChatMessages(bareIdOf(peer), await session.call(request));
}

/** Builds ours at once, so that nothing of the library's outlives the call. */
export function buildChatMessages(bareId: string, answer: Api.messages.TypeMessages): ChatMessages {
  if (answer.className === 'messages.MessagesNotModified') {
    throw new MtprotoError('messages.GetHistory', { kind: 'unknown', code: 'not-modified' });
  }
  const ids = answer.messages.map(({ id }) => id);
  return {
    messages: answer.messages.flatMap((message) =>
      message.className === 'Message' ? [buildOne(bareId, message, answer)] : [],
    ),
    lowestId: ids.length === 0 ? null : Math.min(...ids),
    highestId: ids.length === 0 ? null : Math.max(...ids),
    size: ids.length,
  };
}

function buildOne(
  bareId: string,
  message: Api.Message,
  { chats, users }: { chats: Api.TypeChat[]; users: Api.TypeUser[] },
): ChatMessage {
  // Bare ids of groups and people have the shape of a channel's; the builder only copies what is taken away here.
  const placeId = parseChannelId(bareId);
  if (placeId === null) throw new MtprotoError('messages.GetHistory', { kind: 'unknown', code: 'chat-id' });
  const { channelId: _, ...built } = buildMessage(placeId, message);
  const { fromId } = message;
  return {
    ...built,
    fromId: fromId ? markPeer(fromId) : null,
    fromName: fromId ? nameOf(fromId, chats, users) : null,
  };
}

function nameOf(
  peer: Api.TypePeer,
  chats: readonly Api.TypeChat[],
  users: readonly Api.TypeUser[],
): string | null {
  if (peer.className === 'PeerUser') {
    const user = users.find((candidate) => candidate.id.toString() === peer.userId.toString());
    if (user?.className !== 'User') return null;
    return sanitizeText([user.firstName, user.lastName].filter(Boolean).join(' ')) || null;
  }
  const bareId = peer.className === 'PeerChat' ? peer.chatId : peer.channelId;
  const chat = chats.find((candidate) => candidate.id.toString() === bareId.toString());
  return chat !== undefined && 'title' in chat ? sanitizeText(chat.title) : null;
}

function bareIdOf(peer: ChatPeer): string {
  if (peer.kind === 'channel') return peer.channelId;
  return peer.kind === 'basic-group' ? peer.groupId : peer.userId;
}
