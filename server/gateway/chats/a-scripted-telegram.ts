import bigInt from 'big-integer';
import { Api } from 'telegram';
import type { KeptSession } from '../telegram/keep-session.ts';
import { MtprotoError, type MtprotoFailure } from '../telegram/mtproto-failure.ts';

const day = 1_789_900_000;

/** Telegram's side of questions about chats: 250 channels, and a person after every tenth of them. */
export interface ScriptedTelegram {
  session: KeptSession;
  /** From which message on each page of the list was asked for. */
  calls: number[];
  /** The next call fails so, once. */
  fail(failure: MtprotoFailure): void;
}

const peers: Api.TypePeer[] = Array.from({ length: 275 }, (_, place) =>
  place % 11 === 10
    ? new Api.PeerUser({ userId: bigInt(9_000 + place) })
    : new Api.PeerChannel({ channelId: bigInt(1_000 + place) }),
);

/** The name every person of the list has. */
export const privateName = 'Annabel of the private talk';
/** What every chat's one message says. */
export const messageText = 'hello from a scripted chat';

/** A session that answers these two questions and none besides; message 275 is the newest, and each chat has one. */
export function aScriptedTelegram(): ScriptedTelegram {
  const calls: number[] = [];
  let failure: MtprotoFailure | null = null;
  const call = async (request: Api.AnyRequest): Promise<unknown> => {
    const failing = failure;
    failure = null;
    if (request instanceof Api.messages.GetDialogs) calls.push(request.offsetId ?? 0);
    if (failing !== null) throw new MtprotoError(request.className, failing);
    if (request instanceof Api.messages.GetDialogs) return listFrom(request.offsetId ?? 0);
    if (request instanceof Api.messages.GetHistory) return historyOf(request.peer);
    throw new Error(`unexpected ${request.className}`);
  };
  const refuse = (): never => {
    throw new Error('unexpected');
  };
  const session: Partial<KeptSession> = { call, callOn: refuse, wake: refuse, stop: refuse };
  return {
    session: session as KeptSession,
    calls,
    fail: (next) => {
      failure = next;
    },
  };
}

function listFrom(offsetId: number): Api.messages.DialogsSlice {
  const start = offsetId === 0 ? 0 : 275 - offsetId + 1;
  const page = peers.slice(start, start + 100);
  return new Api.messages.DialogsSlice({
    count: peers.length,
    dialogs: page.map(
      (peer) =>
        new Api.Dialog({
          ...{ peer, topMessage: idOf(peer), readInboxMaxId: 0, readOutboxMaxId: 0, unreadCount: 0 },
          ...{ unreadMentionsCount: 0, unreadReactionsCount: 0 },
          notifySettings: new Api.PeerNotifySettings({}),
        }),
    ),
    messages: page.map(messageOf),
    chats: page.flatMap((peer) =>
      peer.className === 'PeerChannel'
        ? [
            new Api.Channel({
              ...{ id: peer.channelId, accessHash: bigInt(7), title: 'c', date: day, broadcast: true },
              photo: new Api.ChatPhotoEmpty(),
            }),
          ]
        : [],
    ),
    users: page.flatMap((peer) =>
      peer.className === 'PeerUser'
        ? [new Api.User({ id: peer.userId, accessHash: bigInt(7), firstName: privateName })]
        : [],
    ),
  });
}

function historyOf(input: Api.TypeEntityLike | undefined): Api.messages.Messages {
  const peer = peers.find((one) =>
    one.className === 'PeerUser'
      ? input instanceof Api.InputPeerUser && one.userId.equals(input.userId)
      : input instanceof Api.InputPeerChannel &&
        one.className === 'PeerChannel' &&
        one.channelId.equals(input.channelId),
  );
  if (peer === undefined) throw new Error('unexpected peer');
  return new Api.messages.Messages({ messages: [messageOf(peer)], chats: [], users: [] });
}

function messageOf(peerId: Api.TypePeer): Api.Message {
  return new Api.Message({ id: idOf(peerId), peerId, date: day + idOf(peerId), message: messageText });
}

function idOf(peer: Api.TypePeer): number {
  return 275 - peers.indexOf(peer);
}
