import { beforeEach, describe, expect, it } from 'vitest';
import { aClock, aHistoryRequest, aWorld, type TestClock } from '#sandbox/world/a-world.ts';
import { people } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { aHandler, anInputChannel, anInputPeer } from './a-caller.ts';

const ownerMainId = '2200000105';
const privateId = '2200000107';
const groupId = '2200000110';

let clock: TestClock;
let world: World;
let as: ReturnType<typeof aHandler>;

beforeEach(async () => {
  clock = aClock();
  world = await aWorld({ now: clock.now });
  as = aHandler(world);
});

describe('a link for one person', () => {
  it('lets one in, shows them among the importers and in the log, and nobody after them', async () => {
    const link = world.invites(privateId).find(({ usageLimit }) => usageLimit === 1);
    const request = { _: 'messages.importChatInvite', hash: link?.hash };
    const stranger = as(people.stranger.id);
    clock.move(5);
    const before = world.subscribers(privateId) ?? 0;
    expect(await stranger.ask(request)).toMatchObject({ chats: [{ _: 'channel', id: BigInt(privateId) }] });
    expect(world.subscribers(privateId)).toBe(before + 1);
    await expect(as(people.viewer.id).call(request)).rejects.toMatchObject({
      message: 'INVITE_HASH_EXPIRED',
    });

    const editor = as(people.editor.id);
    const peer = anInputPeer(world, people.editor.id, privateId);
    const importers = await editor.ask({
      _: 'messages.getChatInviteImporters',
      peer,
      link: `https://t.me/+${link?.hash}`,
      offset_date: 0,
      offset_user: { _: 'inputUserEmpty' },
      limit: 10,
    });
    expect(importers).toMatchObject({ count: 1, importers: [{ user_id: BigInt(people.stranger.id) }] });
    const { events } = await editor.ask({
      _: 'channels.getAdminLog',
      channel: anInputChannel(world, people.editor.id, privateId),
      q: '',
      events_filter: { _: 'channelAdminLogEventsFilter', invite: true },
      max_id: 0n,
      min_id: 0n,
      limit: 10,
    });
    expect([events].flat()[0]).toMatchObject({
      user_id: BigInt(people.stranger.id),
      action: {
        _: 'channelAdminLogEventActionParticipantJoinByInvite',
        invite: { usage: 1, usage_limit: 1 },
      },
    });
  });
});

describe('the log of administrators', () => {
  const request = { q: '', max_id: 0n, min_id: 0n, limit: 100 };

  it('pages by max_id without losing or repeating a line, and forgets after two days', async () => {
    const channel = anInputChannel(world, people.owner.id, ownerMainId);
    const read: bigint[] = [];
    for (;;) {
      const { events } = await as(people.owner.id).ask({
        _: 'channels.getAdminLog',
        channel,
        ...request,
        limit: 25,
        max_id: read.at(-1) ?? 0n,
      });
      const ids = [events].flat().map((event): bigint => Object(event).id);
      if (ids.length === 0) break;
      read.push(...ids);
    }
    const now = world.now();
    const members = world.memberEvents(ownerMainId, now - 48 * 3600, now);
    expect(read.length).toBeGreaterThan(members.length);
    expect(read).toEqual([...new Set(read)].sort((left, right) => Number(right - left)));
    const oldest = Math.min(...read.map((id) => Number(id / 10_000n)));
    expect(oldest).toBeGreaterThanOrEqual(now - 48 * 3600);
  });

  it('shows what an edit changed and what was deleted', async () => {
    clock.move(10 * 86_400);
    world.advance();
    for (const kind of ['edit', 'delete'] as const) {
      const change = world.changesSince(ownerMainId, 1).findLast((each) => each.kind === kind);
      if (change === undefined) throw new Error(`nothing was ever told to ${kind}`);
      const stepped = await aWorld({ now: () => change.at + 60 });
      const { events } = await aHandler(stepped)(people.owner.id).ask({
        _: 'channels.getAdminLog',
        channel: anInputChannel(stepped, people.owner.id, ownerMainId),
        ...request,
        events_filter: { _: 'channelAdminLogEventsFilter', [kind]: true },
      });
      const [newest] = [events].flat().map((event) => Object(event));
      const shown = kind === 'edit' ? newest.action.new_message : newest.action.message;
      expect(shown.id).toBe(change.messageId);
      if (kind === 'edit') expect(newest.action.prev_message.id).toBe(change.messageId);
    }
  });
});

describe('comments', () => {
  it('answer the copy of their post in the group, also in the group’s own history', async () => {
    const page = await as(people.viewer.id).ask({
      _: 'messages.getHistory',
      peer: anInputPeer(world, people.viewer.id, groupId),
      ...{ offset_id: 0, offset_date: 0, add_offset: 0, limit: 100, max_id: 0, min_id: 0, hash: 0n },
    });
    const shown = world.history(groupId, aHistoryRequest()).messages;
    [page.messages].flat().forEach((message, index) => {
      expect(Object(message).reply_to?.reply_to_msg_id).toBe(shown[index]?.replyToId);
    });
    expect(shown.some(({ replyToId }) => replyToId !== undefined)).toBe(true);
  });
});

describe('a channel difference', () => {
  it('gives the newest messages instead where too much was missed', async () => {
    const large = await aWorld({ sources: [{ kind: 'synthetic', messages: 6000, seed: 3 }] });
    const channelId = large.channels()[0]?.id ?? '';
    const answer = await aHandler(large)(people.viewer.id).ask({
      _: 'updates.getChannelDifference',
      channel: anInputChannel(large, people.viewer.id, channelId),
      filter: { _: 'channelMessagesFilterEmpty' },
      pts: 1,
      limit: 100,
    });
    expect(answer).toMatchObject({
      _: 'updates.channelDifferenceTooLong',
      dialog: { pts: large.pts(channelId) },
    });
    expect(answer.messages).toHaveLength(100);
  });
});
