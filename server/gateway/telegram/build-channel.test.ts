import bigInt from 'big-integer';
import { Api } from 'telegram';
import { describe, expect, it } from 'vitest';
import { buildChat, buildFullChannel } from './build-channel.ts';
import { buildResolved } from './resolve-username.ts';

function aChannel(fields: Partial<ConstructorParameters<typeof Api.Channel>[0]> = {}): Api.Channel {
  return new Api.Channel({
    broadcast: true,
    id: bigInt('2233445566'),
    accessHash: bigInt('-7512345678901234567'),
    title: 'News\u0000 of the day',
    username: 'DayNews',
    photo: new Api.ChatPhotoEmpty(),
    date: 0,
    ...fields,
  });
}

describe('building a channel', () => {
  it('keeps the id and the signed access hash to the last digit', () => {
    expect(buildChat(aChannel())).toEqual({
      kind: 'channel',
      channel: {
        channelId: '2233445566',
        title: 'News of the day',
        username: 'DayNews',
        usernames: ['DayNews'],
        accessHash: '-7512345678901234567',
      },
    });
  });

  it('takes the active collectible names where there is no editable one', () => {
    const usernames = [
      new Api.Username({ active: true, username: 'gold' }),
      new Api.Username({ username: 'spare' }),
    ];
    const { username, ...fields } = { username: undefined, usernames };
    const chat = buildChat(
      new Api.Channel({ ...aChannel().originalArgs, ...fields, username: username ?? '' }),
    );
    expect(chat).toMatchObject({ channel: { username: 'gold', usernames: ['gold'] } });
  });

  it('gives no access hash of a channel that was sent in its minimal form', () => {
    expect(buildChat(aChannel({ min: true }))).toMatchObject({ channel: { accessHash: null } });
  });

  it('tells groups and closed channels from broadcast channels', () => {
    expect(buildChat(aChannel({ broadcast: false, megagroup: true }))).toEqual({ kind: 'group' });
    const forbidden = new Api.ChannelForbidden({
      broadcast: true,
      id: bigInt(5),
      accessHash: bigInt(1),
      title: 'Closed',
    });
    expect(buildChat(forbidden)).toEqual({ kind: 'private', channelId: '5' });
  });
});

describe('building a full channel', () => {
  function aFull(fields: Partial<ConstructorParameters<typeof Api.ChannelFull>[0]>, chats = [aChannel()]) {
    const fullChat = new Api.ChannelFull({
      id: bigInt('2233445566'),
      about: '',
      readInboxMaxId: 0,
      readOutboxMaxId: 0,
      unreadCount: 0,
      chatPhoto: new Api.PhotoEmpty({ id: bigInt(0) }),
      notifySettings: new Api.PeerNotifySettings({}),
      botInfo: [],
      pts: 1,
      ...fields,
    });
    return buildFullChannel(new Api.messages.ChatFull({ fullChat, chats, users: [] }));
  }

  it('keeps a number of subscribers that Telegram did not say as null', () => {
    expect(aFull({})).toMatchObject({
      subscribers: null,
      about: null,
      linkedChatId: null,
      hasReactions: null,
      online: null,
      administrators: null,
      removed: null,
      banned: null,
    });
    expect(aFull({ participantsCount: 0, onlineCount: 0 })).toMatchObject({ subscribers: 0, online: 0 });
    const told = aFull({ adminsCount: 3, kickedCount: 2, bannedCount: 1 });
    expect(told).toMatchObject({ administrators: 3, removed: 2, banned: 1 });
  });

  it('says whether reactions are allowed at all', () => {
    expect(aFull({ availableReactions: new Api.ChatReactionsNone() })?.hasReactions).toBe(false);
    expect(aFull({ availableReactions: new Api.ChatReactionsAll({}) })?.hasReactions).toBe(true);
  });

  it('is nothing when the answer describes another channel', () => {
    expect(aFull({}, [aChannel({ id: bigInt(1) })])).toBeNull();
  });
});

describe('building what a name led to', () => {
  const channelPeer = new Api.PeerChannel({ channelId: bigInt('2233445566') });

  it('finds the channel that is meant among those of the answer', () => {
    const chats = [aChannel({ id: bigInt(1), title: 'Another' }), aChannel()];
    const answer = new Api.contacts.ResolvedPeer({ peer: channelPeer, chats, users: [] });
    expect(buildResolved(answer)).toMatchObject({ kind: 'channel', channel: { channelId: '2233445566' } });
  });

  it.each([
    [true, 'bot'],
    [false, 'user'],
  ])('tells people from bots (%s)', (bot, kind) => {
    const peer = new Api.PeerUser({ userId: bigInt(42) });
    const users = [new Api.User({ id: bigInt(42), bot })];
    expect(buildResolved(new Api.contacts.ResolvedPeer({ peer, chats: [], users }))).toEqual({ kind });
  });

  it('finds nothing when the answer lacks what it names', () => {
    const answer = new Api.contacts.ResolvedPeer({ peer: channelPeer, chats: [], users: [] });
    expect(buildResolved(answer)).toEqual({ kind: 'not-found' });
  });
});
