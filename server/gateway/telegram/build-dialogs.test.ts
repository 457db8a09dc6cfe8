import bigInt from 'big-integer';
import { Api } from 'telegram';
import { describe, expect, it } from 'vitest';
import { buildDialogs } from './build-dialogs.ts';

const date = 1_789_900_000;

function dialogOf(peer: Api.TypePeer, topMessage: number, isPinned = false): Api.Dialog {
  return new Api.Dialog({
    ...(isPinned ? { pinned: true } : {}),
    ...{ peer, topMessage, readInboxMaxId: 0, readOutboxMaxId: 0, unreadCount: 0 },
    ...{ unreadMentionsCount: 0, unreadReactionsCount: 0, notifySettings: new Api.PeerNotifySettings({}) },
  });
}

function messageIn(peerId: Api.TypePeer, id: number): Api.Message {
  return new Api.Message({ id, peerId, date: date + id, message: 'hello' });
}

function channelOf(
  id: number,
  more: Partial<ConstructorParameters<typeof Api.Channel>[0]> = {},
): Api.Channel {
  return new Api.Channel({
    ...{ id: bigInt(id), accessHash: bigInt(id * 7), title: `Channel ${id}`, date },
    photo: new Api.ChatPhotoEmpty(),
    ...more,
  });
}

const inChannel = new Api.PeerChannel({ channelId: bigInt(1001) });
const inGroup = new Api.PeerChannel({ channelId: bigInt(1002) });
const inBasicGroup = new Api.PeerChat({ chatId: bigInt(77) });
const withPerson = new Api.PeerUser({ userId: bigInt('5000000001') });

const answer = new Api.messages.DialogsSlice({
  count: 9,
  dialogs: [
    dialogOf(withPerson, 4, true),
    dialogOf(inChannel, 3),
    dialogOf(inGroup, 2),
    dialogOf(inBasicGroup, 1),
  ],
  messages: [
    messageIn(withPerson, 4),
    messageIn(inChannel, 3),
    messageIn(inGroup, 2),
    messageIn(inBasicGroup, 1),
  ],
  chats: [
    channelOf(1001, { broadcast: true, username: 'open_one', participantsCount: 5, creator: true }),
    channelOf(1002, { megagroup: true }),
    new Api.Chat({
      ...{ id: bigInt(77), title: 'Old group', participantsCount: 3, date, version: 1 },
      photo: new Api.ChatPhotoEmpty(),
    }),
  ],
  users: [
    new Api.User({ id: bigInt('5000000001'), accessHash: bigInt(9), firstName: 'Ann', lastName: 'Lee' }),
  ],
});

describe('a page of an account’s chats', () => {
  const page = buildDialogs(answer);

  it('has ids as the Bot API writes them, and says what each chat is', () => {
    expect(page.dialogs.map(({ chatId, kind, title }) => [chatId, kind, title])).toEqual([
      ['5000000001', 'private', 'Ann Lee'],
      ['-1000000001001', 'channel', 'Channel 1001'],
      ['-1000000001002', 'group', 'Channel 1002'],
      ['-77', 'group', 'Old group'],
    ]);
  });

  it('keeps apart what Telegram did not say', () => {
    expect(page.dialogs.map(({ participants }) => participants)).toEqual([null, 5, null, 3]);
    expect(page.dialogs[1]).toMatchObject({ isCreator: true, isAdmin: true, username: 'open_one' });
    expect(page.dialogs[2]).toMatchObject({ isCreator: false, isAdmin: false, username: null });
  });

  it('goes on after the last chat that is not pinned', () => {
    expect(page.next).toEqual({
      date: date + 1,
      messageId: 1,
      peer: { kind: 'basic-group', groupId: '77' },
    });
    expect(page.dialogs[0]?.lastMessageAt).toBe(new Date((date + 4) * 1_000).toISOString());
  });

  it('ends where Telegram gave the whole list', () => {
    const { dialogs, messages, chats, users } = answer;
    expect(buildDialogs(new Api.messages.Dialogs({ dialogs, messages, chats, users })).next).toBeNull();
  });

  it.each([
    ['a channel that was left', inChannel, [channelOf(1001, { broadcast: true, left: true })]],
    [
      'a channel that is forbidden',
      inChannel,
      [new Api.ChannelForbidden({ id: bigInt(1001), accessHash: bigInt(1), title: 'Gone' })],
    ],
    [
      'a basic group that became a supergroup',
      inBasicGroup,
      [
        new Api.Chat({
          ...{ id: bigInt(77), title: 'Moved', participantsCount: 0, date, version: 1 },
          photo: new Api.ChatPhotoEmpty(),
          migratedTo: new Api.InputChannel({ channelId: bigInt(1002), accessHash: bigInt(1) }),
        }),
      ],
    ],
    ['a person of whom nothing is told', withPerson, []],
  ])('leaves out %s', (_name, peer, chats) => {
    const { dialogs } = buildDialogs(
      new Api.messages.Dialogs({ dialogs: [dialogOf(peer, 1)], messages: [], chats, users: [] }),
    );
    expect(dialogs).toEqual([]);
  });
});
