import bigInt from 'big-integer';
import { Api } from 'telegram';
import { parseChannelId, toMarkedId } from '#server/ids.ts';
import { sanitizeText } from './sanitize-text.ts';

/** A chat as the account addresses it. It never leaves the gateway and `channel_access`. */
export type ChatPeer =
  | { kind: 'channel'; channelId: string; accessHash: string }
  | { kind: 'basic-group'; groupId: string }
  | { kind: 'user'; userId: string; accessHash: string };

/** A chat of an account's own list. */
export interface Dialog {
  /** As the Bot API writes it: −100… of channels and supergroups, negative of basic groups, positive of people. */
  chatId: string;
  /** `private`: a talk with one person or bot. */
  kind: 'channel' | 'group' | 'private';
  title: string;
  /** Without @; null: none. */
  username: string | null;
  /** null: Telegram did not say. */
  participants: number | null;
  isCreator: boolean;
  isAdmin: boolean;
  /** null: the chat has no message. */
  lastMessageId: number | null;
  /** Instant, ISO 8601. */
  lastMessageAt: string | null;
  peer: ChatPeer;
}

/** Where the next page of the list begins. */
export interface DialogOffset {
  /** Unix seconds. */
  date: number;
  messageId: number;
  peer: ChatPeer;
}

export interface DialogPage {
  dialogs: Dialog[];
  /** null: the list ends here. */
  next: DialogOffset | null;
}

/** Builds ours from a page of the list at once. What the account cannot open (left, forbidden, deleted) is left out. */
export function buildDialogs(answer: Api.messages.TypeDialogs): DialogPage {
  if (answer.className === 'messages.DialogsNotModified') return { dialogs: [], next: null };
  const dates = datesOf(answer.messages);
  const dialogs: Dialog[] = [];
  let next: DialogOffset | null = null;
  for (const given of answer.dialogs) {
    if (given.className !== 'Dialog') continue;
    const date = dates.get(`${keyOf(given.peer)}/${given.topMessage}`);
    const built = buildDialog(given.peer, answer.chats, answer.users);
    if (built === null) continue;
    dialogs.push({
      ...built,
      lastMessageId: given.topMessage > 0 ? given.topMessage : null,
      lastMessageAt: date === undefined ? null : new Date(date * 1_000).toISOString(),
    });
    // Pinned chats stand first whatever their date: they are no place in the order.
    if (date !== undefined && given.pinned !== true) {
      next = { date, messageId: given.topMessage, peer: built.peer };
    }
  }
  return { dialogs, next: answer.className === 'messages.Dialogs' ? null : next };
}

/** How GramJS names a chat to Telegram. */
export function toInputPeer(peer: ChatPeer): Api.TypeInputPeer {
  switch (peer.kind) {
    case 'channel':
      return new Api.InputPeerChannel({
        channelId: bigInt(peer.channelId),
        accessHash: bigInt(peer.accessHash),
      });
    case 'basic-group':
      return new Api.InputPeerChat({ chatId: bigInt(peer.groupId) });
    case 'user':
      return new Api.InputPeerUser({ userId: bigInt(peer.userId), accessHash: bigInt(peer.accessHash) });
  }
}

/** A peer as the Bot API writes it; null: it has no such form. */
export function markPeer(peer: Api.TypePeer): string | null {
  if (peer.className === 'PeerUser') return peer.userId.toString();
  if (peer.className === 'PeerChat') return `-${peer.chatId.toString()}`;
  const channelId = parseChannelId(peer.channelId.toString());
  return channelId === null ? null : toMarkedId(channelId);
}

function datesOf(messages: readonly Api.TypeMessage[]): Map<string, number> {
  const dates = new Map<string, number>();
  for (const message of messages) {
    if (message.className !== 'MessageEmpty')
      dates.set(`${keyOf(message.peerId)}/${message.id}`, message.date);
  }
  return dates;
}

function keyOf(peer: Api.TypePeer): string {
  return markPeer(peer) ?? '';
}

function buildDialog(
  peer: Api.TypePeer,
  chats: readonly Api.TypeChat[],
  users: readonly Api.TypeUser[],
): Omit<Dialog, 'lastMessageId' | 'lastMessageAt'> | null {
  const chatId = markPeer(peer);
  if (chatId === null) return null;
  if (peer.className === 'PeerUser') {
    const user = users.find((candidate) => candidate.id.toString() === peer.userId.toString());
    return user?.className === 'User' ? buildPrivate(chatId, user) : null;
  }
  const bareId = peer.className === 'PeerChat' ? peer.chatId : peer.channelId;
  const chat = chats.find((candidate) => candidate.id.toString() === bareId.toString());
  if (chat?.className === 'Channel') return buildChannel(chatId, chat);
  return chat?.className === 'Chat' ? buildBasicGroup(chatId, chat) : null;
}

function buildChannel(
  chatId: string,
  chat: Api.Channel,
): Omit<Dialog, 'lastMessageId' | 'lastMessageAt'> | null {
  if (chat.left || !chat.accessHash) return null;
  return {
    chatId,
    kind: chat.broadcast ? 'channel' : 'group',
    title: sanitizeText(chat.title),
    username: chat.username ?? chat.usernames?.find((name) => name.active)?.username ?? null,
    participants: chat.participantsCount ?? null,
    isCreator: chat.creator === true,
    isAdmin: chat.creator === true || Boolean(chat.adminRights),
    peer: { kind: 'channel', channelId: chat.id.toString(), accessHash: chat.accessHash.toString() },
  };
}

function buildBasicGroup(
  chatId: string,
  chat: Api.Chat,
): Omit<Dialog, 'lastMessageId' | 'lastMessageAt'> | null {
  if (chat.left || chat.deactivated || chat.migratedTo) return null;
  return {
    chatId,
    kind: 'group',
    title: sanitizeText(chat.title),
    username: null,
    participants: chat.participantsCount,
    isCreator: chat.creator === true,
    isAdmin: chat.creator === true || Boolean(chat.adminRights),
    peer: { kind: 'basic-group', groupId: chat.id.toString() },
  };
}

function buildPrivate(
  chatId: string,
  user: Api.User,
): Omit<Dialog, 'lastMessageId' | 'lastMessageAt'> | null {
  if (!user.accessHash || user.min) return null;
  return {
    chatId,
    kind: 'private',
    title: sanitizeText([user.firstName, user.lastName].filter(Boolean).join(' ')),
    username: user.username ?? null,
    participants: null,
    isCreator: false,
    isAdmin: false,
    peer: { kind: 'user', userId: user.id.toString(), accessHash: user.accessHash.toString() },
  };
}
