import { describe, expect, it } from 'vitest';
import { aClock, aHistoryRequest, aWorld, testEpoch } from './a-world.ts';
import type { World } from './world.ts';

const ownerMainId = '2200000105';
const groupId = '2200000110';
const everything = aHistoryRequest({ limit: 1_000_000 });

/** Posts of the channel that carry a thread, with as many comments as each shows. */
function threadSizes(world: World): { shown: number | null; written: number }[] {
  return world.history(ownerMainId, everything).messages.flatMap(({ id, comments, service }) => {
    if (service !== null) return [];
    const thread = world.threadOf(ownerMainId, id);
    if (thread === null) throw new Error(`post ${id} has no thread`);
    return [{ shown: comments, written: world.replies(thread.groupId, thread.headId, everything).count }];
  });
}

describe('threads', () => {
  it.each([1, 5])('hold as many comments as every post shows, at every time, at speed %i', async (speed) => {
    const clock = aClock();
    const world = await aWorld({ now: clock.now, speed });
    for (const step of [0, 900.5, 7777.25, 86_400]) {
      clock.move(step);
      const sizes = threadSizes(world);
      expect(sizes.length).toBeGreaterThan(200);
      for (const { shown, written } of sizes) expect(written).toBe(shown);
    }
    expect(threadSizes(world).some(({ written }) => written > 5)).toBe(true);
  });

  it('begin with a copy of the post in the group, and belong to nothing else there', async () => {
    const world = await aWorld();
    const [post] = world.history(ownerMainId, aHistoryRequest({ limit: 1 })).messages;
    const thread = world.threadOf(ownerMainId, post?.id ?? 0);
    expect(world.message(groupId, thread?.headId ?? 0)).toMatchObject({
      isThreadHead: true,
      text: post?.text,
      forward: { channelId: ownerMainId, postId: post?.id },
    });
    const chatter = world
      .history(groupId, everything)
      .messages.find(
        ({ replyToId, isThreadHead, service }) => !replyToId && !isThreadHead && service === null,
      );
    expect(world.threadOf(groupId, chatter?.id ?? 0)).toBeNull();
    expect(world.threadOf(ownerMainId, 999_999)).toBeNull();
    expect(world.threadOf('2200000101', 5)).toBeNull();
  });

  it('are opened for a post written by hand, empty, with the id the same after a restart', async () => {
    const clock = aClock();
    const world = await aWorld({ now: clock.now });
    const id = world.post(ownerMainId, { text: 'By hand' });
    const thread = world.threadOf(ownerMainId, id);
    clock.move(3600);
    expect(world.message(ownerMainId, id)?.comments).toBe(0);
    expect(world.replies(groupId, thread?.headId ?? 0, everything)).toEqual({ messages: [], count: 0 });
  });
});

describe('reposts', () => {
  it('are the copies in other channels and not the group’s own', async () => {
    const world = await aWorld();
    const copies = world
      .channels()
      .flatMap(({ id, kind }) =>
        kind === 'megagroup'
          ? []
          : world.history(id, everything).messages.filter(({ forward }) => forward !== null),
      );
    const [copy] = copies;
    const found = world.repostsOf(copy?.forward?.channelId ?? '', copy?.forward?.postId ?? 0);
    expect(found).toContainEqual(copy);
    for (const { forward } of found) expect(forward).toMatchObject({ postId: copy?.forward?.postId });
  });
});

describe('activity', () => {
  it('never falls and counts what deleted posts had', async () => {
    const world = await aWorld();
    let before = { views: 0, forwards: 0, reactions: 0 };
    for (let at = testEpoch - 20 * 86_400; at <= testEpoch; at += 86_400) {
      const { views, forwards, reactions } = world.activity('2200000108', at);
      expect(world.viewsReceived('2200000108', at)).toBe(views);
      expect(views).toBeGreaterThanOrEqual(before.views);
      expect(forwards).toBeGreaterThanOrEqual(before.forwards);
      expect(reactions).toBeGreaterThanOrEqual(before.reactions);
      before = { views, forwards, reactions };
    }
    expect(before.views).toBeGreaterThan(world.truth('2200000108').viewsNaive);
  });
});
