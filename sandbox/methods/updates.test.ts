import { beforeAll, describe, expect, it } from 'vitest';
import { aHistoryRequest, aWorld } from '#sandbox/world/a-world.ts';
import { collector } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { aHandler, anInputChannel } from './a-caller.ts';

const newsId = '2200000101';

let world: World;
let as: ReturnType<typeof aHandler>;

beforeAll(async () => {
  world = await aWorld();
  as = aHandler(world);
});

function inputChannel(callerId: string, channelId: string) {
  return anInputChannel(world, callerId, channelId);
}

describe('updates', () => {
  it('have nothing new outside channels', async () => {
    const caller = as(collector.id);
    expect(await caller.ask({ _: 'updates.getState' })).toMatchObject({ _: 'updates.state' });
    const difference = await caller.ask({ _: 'updates.getDifference', pts: 1, date: 1, qts: 0 });
    expect(difference._).toBe('updates.differenceEmpty');
  });
});

describe('channel differences', () => {
  it('tell what changed since a pts, and a deletion instead of a post that is gone', async () => {
    const channel = inputChannel(collector.id, newsId);
    const difference = (pts: number) =>
      as(collector.id).ask({
        _: 'updates.getChannelDifference',
        channel,
        filter: { _: 'channelMessagesFilterEmpty' },
        pts,
        limit: 100,
      });
    const present = world.pts(newsId);
    expect(await difference(present)).toMatchObject({ _: 'updates.channelDifferenceEmpty', pts: present });
    await expect(difference(0)).rejects.toMatchObject({ message: 'PERSISTENT_TIMESTAMP_EMPTY' });
    await expect(difference(present + 1)).rejects.toMatchObject({ message: 'PERSISTENT_TIMESTAMP_INVALID' });

    const posted = new Set<unknown>();
    const deleted = new Set<unknown>();
    let pts = 1;
    for (let final = false; !final; ) {
      const answer = await difference(pts);
      for (const message of [answer.new_messages].flat()) posted.add(Object(message).id);
      for (const update of [answer.other_updates].flat()) {
        for (const id of [Object(update).messages ?? []].flat()) deleted.add(id);
      }
      final = answer.final === true;
      pts = Number(answer.pts);
    }
    expect(pts).toBe(present);
    const { messages } = world.history(newsId, aHistoryRequest({ limit: 1_000_000 }));
    expect([...posted].sort()).toEqual(messages.map(({ id }) => id).sort());
    expect(deleted.size).toBeGreaterThan(0);
    expect([...deleted].some((id) => posted.has(id))).toBe(false);
  });
});
