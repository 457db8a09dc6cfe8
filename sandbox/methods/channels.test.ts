import { beforeAll, describe, expect, it } from 'vitest';
import { aHistoryRequest, aWorld } from '#sandbox/world/a-world.ts';
import { collector, people } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { aHandler, anInputChannel } from './a-caller.ts';

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

function inputChannel(callerId: string, channelId: string) {
  return anInputChannel(world, callerId, channelId);
}

/** Ids of the newest posts, newest first. */
function postIds(): number[] {
  return world.history(ownerMainId, aHistoryRequest()).messages.map(({ id }) => id);
}

describe('channels', () => {
  it('refuse the hash of another caller with CHANNEL_INVALID and a private one with CHANNEL_PRIVATE', async () => {
    const caller = as(collector.id);
    const foreign = inputChannel(people.owner.id, newsId);
    const cases = [
      { channel: foreign, message: 'CHANNEL_INVALID' },
      { channel: { ...foreign, channel_id: 5n }, message: 'CHANNEL_INVALID' },
      { channel: { _: 'inputChannelEmpty' }, message: 'CHANNEL_INVALID' },
      { channel: inputChannel(collector.id, privateId), message: 'CHANNEL_PRIVATE' },
    ];
    for (const { channel, message } of cases) {
      const requests = [
        { _: 'channels.getFullChannel', channel },
        { _: 'channels.getChannels', id: [channel] },
        { _: 'channels.getMessages', channel, id: [{ _: 'inputMessageID', id: 1 }] },
        { _: 'channels.getParticipant', channel, participant: { _: 'inputPeerSelf' } },
      ];
      for (const request of requests) {
        await expect(caller.call(request), request._).rejects.toMatchObject({ code: 400, message });
      }
    }
  });

  it('tell a member of a private channel about it', async () => {
    const channel = inputChannel(people.owner.id, privateId);
    const { chats } = await as(people.owner.id).ask({ _: 'channels.getChannels', id: [channel] });
    expect(chats).toMatchObject([{ _: 'channel', left: false, username: null }]);
  });

  it('tell subscribers, description, linked group and pinned post; rights only to administrators', async () => {
    const seen = await as(collector.id).ask({
      _: 'channels.getFullChannel',
      channel: inputChannel(collector.id, ownerMainId),
    });
    expect(seen.full_chat).toMatchObject({
      id: BigInt(ownerMainId),
      about: world.channel(ownerMainId)?.about,
      participants_count: world.subscribers(ownerMainId),
      linked_chat_id: BigInt(groupId),
      pinned_msg_id: world.pinnedMessageId(ownerMainId),
      admins_count: undefined,
      can_view_stats: false,
      pts: world.pts(ownerMainId),
    });
    const owned = await as(people.owner.id).ask({
      _: 'channels.getFullChannel',
      channel: inputChannel(people.owner.id, ownerMainId),
    });
    expect(owned.full_chat).toMatchObject({ can_view_stats: true, admins_count: 2, stats_dc: 2 });
    expect(owned.chats).toMatchObject([{ creator: true }, { megagroup: true }]);
  });

  it('offer no statistics below Telegram’s threshold', async () => {
    const channel = inputChannel(people.editor.id, privateId);
    const tiny = await as(people.editor.id).ask({ _: 'channels.getFullChannel', channel });
    expect(world.subscribers(privateId)).toBeGreaterThanOrEqual(50);
    expect(tiny.full_chat).toMatchObject({ can_view_stats: true });
    expect(world.subscribers('2200000109')).toBeLessThan(50);
  });

  it('give messages by id in the order asked for, and messageEmpty for what is not there', async () => {
    const [newer = 0, older = 0] = postIds();
    const id = [newer, 999_999, older].map((id) => ({ _: 'inputMessageID', id }));
    const channel = inputChannel(collector.id, ownerMainId);
    const { messages } = await as(collector.id).ask({ _: 'channels.getMessages', channel, id });
    expect(messages).toMatchObject([
      { _: 'message', id: newer },
      { _: 'messageEmpty', id: 999_999 },
      { _: 'message', id: older },
    ]);
  });

  it('refuse no ids, too many ids and ids of another kind', async () => {
    const channel = inputChannel(collector.id, ownerMainId);
    const many = Array.from({ length: 201 }, (_, id) => ({ _: 'inputMessageID', id }));
    const cases = [
      { id: [], message: 'MESSAGE_IDS_EMPTY' },
      { id: many, message: 'LIMIT_INVALID' },
      { id: [{ _: 'inputMessagePinned' }], message: 'MSG_ID_INVALID' },
    ];
    for (const { id, message } of cases) {
      const call = as(collector.id).call({ _: 'channels.getMessages', channel, id });
      await expect(call).rejects.toMatchObject({ message });
    }
  });

  it.each([
    ['owner', ownerMainId, 'channelParticipantCreator'],
    ['editor', ownerMainId, 'channelParticipantAdmin'],
    ['viewer', ownerMainId, 'channelParticipantSelf'],
  ] as const)('tell the %s of %s that they are a %s', async (role, channelId, kind) => {
    const { id } = people[role];
    const found = await as(id).ask({
      _: 'channels.getParticipant',
      channel: inputChannel(id, channelId),
      participant: { _: 'inputPeerSelf' },
    });
    expect(found.participant).toMatchObject({ _: kind, user_id: BigInt(id) });
  });

  it('tell a stranger that they are no participant and nothing about others', async () => {
    const { id } = people.stranger;
    const channel = inputChannel(id, ownerMainId);
    const stranger = as(id);
    await expect(
      stranger.call({ _: 'channels.getParticipant', channel, participant: { _: 'inputPeerSelf' } }),
    ).rejects.toMatchObject({ message: 'USER_NOT_PARTICIPANT' });
    const owner = {
      _: 'inputPeerUser',
      user_id: BigInt(people.owner.id),
      access_hash: world.accessHash(id, people.owner.id),
    };
    await expect(
      stranger.call({ _: 'channels.getParticipant', channel, participant: owner }),
    ).rejects.toMatchObject({ message: 'CHAT_ADMIN_REQUIRED' });
    await expect(
      stranger.call({ _: 'channels.getParticipant', channel, participant: { _: 'inputPeerEmpty' } }),
    ).rejects.toMatchObject({ message: 'PARTICIPANT_ID_INVALID' });
  });
});
