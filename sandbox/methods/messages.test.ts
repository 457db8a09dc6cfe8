import { beforeAll, describe, expect, it } from 'vitest';
import { aHistoryRequest, aWorld } from '#sandbox/world/a-world.ts';
import { collector, people } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { aHandler, aHistoryCall, anInputPeer } from './a-caller.ts';

const newsId = '2200000101';
const ownerMainId = '2200000105';
const privateId = '2200000107';
const groupId = '2200000110';

let world: World;
let as: ReturnType<typeof aHandler>;

beforeAll(async () => {
  world = await aWorld();
  as = aHandler(world);
});

describe('messages', () => {
  it('refuse peers that are none, other callers’ hashes, private channels and negative limits', async () => {
    const caller = as(collector.id);
    const cases = [
      { call: aHistoryCall({ _: 'inputPeerEmpty' }), message: 'PEER_ID_INVALID' },
      { call: aHistoryCall({ _: 'inputPeerChat', chat_id: 5n }), message: 'CHAT_ID_INVALID' },
      { call: aHistoryCall(anInputPeer(world, people.owner.id, newsId)), message: 'CHANNEL_INVALID' },
      { call: aHistoryCall(anInputPeer(world, collector.id, privateId)), message: 'CHANNEL_PRIVATE' },
      {
        call: aHistoryCall(anInputPeer(world, collector.id, newsId), { limit: -1 }),
        message: 'LIMIT_INVALID',
      },
    ];
    for (const { call, message } of cases) {
      await expect(caller.call(call), message).rejects.toMatchObject({ code: 400, message });
    }
  });

  it('give every message of every readable channel once, page by page, writable in both layers', async () => {
    const caller = as(collector.id);
    for (const { id: channelId, username } of world.channels()) {
      if (username === null) continue;
      const read: unknown[] = [];
      for (let offset_id = 0; ; offset_id = Number(read.at(-1))) {
        const peer = anInputPeer(world, collector.id, channelId);
        const page = await caller.ask(aHistoryCall(peer, { offset_id }));
        expect(page).toMatchObject({ _: 'messages.channelMessages', pts: world.pts(channelId) });
        const ids = [page.messages].flat().map((message) => Object(message).id);
        if (ids.length === 0) break;
        read.push(...ids);
        expect(page.count).toBe(world.history(channelId, aHistoryRequest()).count);
      }
      const expected = world.history(channelId, aHistoryRequest({ limit: 1_000_000 })).messages;
      expect(read, username).toEqual(expected.map(({ id }) => id));
    }
  });

  it('carry counters, albums, forwards, entities and reactions exactly as the world shows them', async () => {
    const { messages, chats } = await as(collector.id).ask(
      aHistoryCall(anInputPeer(world, collector.id, ownerMainId)),
    );
    const shown = world.history(ownerMainId, aHistoryRequest()).messages;
    const named = new Set([chats].flat().map((chat) => Object(chat).id));
    for (const [index, message] of [messages].flat().entries()) {
      const seen = shown[index];
      if (seen === undefined || seen.service !== null) continue;
      expect(message).toMatchObject({
        id: seen.id,
        date: seen.date,
        message: seen.text,
        views: seen.views,
        forwards: seen.forwards,
        replies: { replies: seen.comments, comments: true, channel_id: BigInt(groupId) },
        grouped_id: seen.groupedId === null ? undefined : BigInt(seen.groupedId),
        edit_date: seen.editDate,
      });
      const results = Object(message).reactions?.results ?? [];
      expect(results).toHaveLength(seen.reactions.length);
      if (seen.forward !== null) {
        expect(message).toMatchObject({
          fwd_from: { from_id: { channel_id: BigInt(newsId) }, channel_post: seen.forward.postId },
        });
        expect(named).toContain(BigInt(newsId));
      }
    }
    expect(named).toContain(BigInt(groupId));
  });

  it('give counters by id in the order asked for, and nothing for what is not there', async () => {
    const peer = anInputPeer(world, collector.id, ownerMainId);
    const [newer, older] = world.history(ownerMainId, aHistoryRequest()).messages;
    expect(older?.views).toBeGreaterThan(0);
    const { views } = await as(collector.id).ask({
      _: 'messages.getMessagesViews',
      peer,
      id: [newer?.id, 999_999, older?.id],
      increment: false,
    });
    expect(views).toMatchObject([
      { views: newer?.views, replies: { comments: true } },
      { views: undefined, forwards: undefined, replies: undefined },
      { views: older?.views },
    ]);
  });

  it('list the dialogs of a member and go on after an offset', async () => {
    const caller = as(people.viewer.id);
    const request = {
      _: 'messages.getDialogs',
      offset_date: 0,
      offset_id: 0,
      offset_peer: { _: 'inputPeerEmpty' },
      limit: 100,
      hash: 0n,
    };
    const all = [(await caller.ask(request)).dialogs].flat().map((dialog) => Object(dialog).peer.channel_id);
    const joined = world.channels().filter(({ memberIds }) => memberIds.has(people.viewer.id));
    expect(all).toHaveLength(joined.length);
    const first = await caller.ask({ ...request, limit: 1 });
    expect(first).toMatchObject({ _: 'messages.dialogsSlice', count: joined.length });
    const offset_peer = anInputPeer(world, people.viewer.id, String(all[0]));
    const rest = await caller.ask({ ...request, offset_peer });
    expect([rest.dialogs].flat()).toHaveLength(joined.length - 1);
  });

  it('find messages by text and kind, and only count them for a limit of 0', async () => {
    const request = {
      _: 'messages.search',
      peer: anInputPeer(world, collector.id, newsId),
      q: 'трамвай',
      filter: { _: 'inputMessagesFilterEmpty' },
      min_date: 0,
      max_date: 0,
      offset_id: 0,
      add_offset: 0,
      limit: 0,
      max_id: 0,
      min_id: 0,
      hash: 0n,
    };
    const everything = world.history(newsId, aHistoryRequest({ limit: 1_000_000 })).messages;
    const expected = everything.filter(({ text }) => text.toLowerCase().includes('трамвай')).length;
    const counted = await as(collector.id).ask(request);
    expect(counted).toMatchObject({ count: expected, messages: [] });
    const photos = await as(collector.id).ask({
      ...request,
      q: '',
      filter: { _: 'inputMessagesFilterPhotos' },
      limit: 10,
    });
    expect([photos.messages].flat()).toHaveLength(10);
    for (const message of [photos.messages].flat()) {
      expect(message).toMatchObject({ media: { _: 'messageMediaPhoto' } });
    }
  });
});
