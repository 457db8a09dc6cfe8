import { describe, expect, it } from 'vitest';
import { aClock, aWorld, testEpoch } from './a-world.ts';
import { sumActivity } from './activity.ts';
import { countersAt } from './counters.ts';
import { createStoredMessage, type StoredMessage } from './stored-message.ts';
import { createStoryClock } from './story-clock.ts';
import type { ChannelActivity } from './world.ts';

const clock = createStoryClock(testEpoch, 1);
const mainId = '2200000105';
const palette = [{ emoticon: '👍' }, { customEmojiId: '5' }, { isPaid: true }] as const;

function aPost(given: Partial<StoredMessage> & { date: number }): StoredMessage {
  return createStoredMessage({
    counters: {
      kind: 'growing',
      audience: 9_000,
      paceSeconds: 20_000,
      forwardRate: 0.013,
      commentRate: null,
      reactionRates: [0.031, 0.007, 0],
      palette,
      bumps: [{ from: testEpoch, seconds: 3_600, views: 700, shape: 'wave' }],
    },
    ...given,
  });
}

/** The same sums, one message after another as people see it. */
function sumAsSeen(messages: readonly StoredMessage[], at: number): ChannelActivity {
  const sums: ChannelActivity = { views: 0, forwards: 0, reactions: 0, reactionsByKey: {} };
  for (const message of messages) {
    if (message.date > at) continue;
    const seen = countersAt(message, Math.min(at, message.deletedAt ?? at), clock);
    sums.views += seen.views ?? 0;
    sums.forwards += seen.forwards ?? 0;
    for (const { emoticon, customEmojiId, isPaid, count } of seen.reactions) {
      const key = isPaid ? 'paid' : (emoticon ?? `custom:${customEmojiId}`);
      sums.reactions += count;
      sums.reactionsByKey[key] = (sums.reactionsByKey[key] ?? 0) + count;
    }
  }
  return sums;
}

describe('the activity of a channel', () => {
  it('is to the last reaction what its posts show one by one', () => {
    const reactions = [{ emoticon: '👍', count: 3 }];
    const messages = [
      aPost({ date: testEpoch - 50 * 86_400 }),
      aPost({ date: testEpoch - 9_000, deletedAt: testEpoch - 100 }),
      createStoredMessage({ date: testEpoch - 8_000 }),
      createStoredMessage({
        date: testEpoch - 7_000,
        counters: { kind: 'fixed', views: 40, forwards: 2, comments: null, reactions },
      }),
      aPost({
        date: testEpoch - 6_000,
        personReactions: [{ userId: '710000001', emoticon: '🔥', at: testEpoch - 10 }],
      }),
      aPost({ date: testEpoch + 600 }),
    ];
    for (const at of [-60 * 86_400, -7_500, -50, 0, 599, 600, 7_200, 40 * 86_400]) {
      expect(sumActivity(messages, testEpoch + at, clock)).toEqual(sumAsSeen(messages, testEpoch + at));
    }
    expect(sumActivity(messages, testEpoch + 7_200, clock).reactionsByKey).toMatchObject({ '🔥': 1 });
  });

  it('does not remember what a person changed since, even at the same instant', async () => {
    const world = await aWorld();
    const messageId = world.post(mainId, { text: 'now' });
    const before = world.activity(mainId, testEpoch);
    expect(world.activity(mainId, testEpoch)).toBe(before);
    world.change({ kind: 'react', channelId: mainId, messageId, userId: '710000001', emoticon: '🔥' });
    expect(world.activity(mainId, testEpoch).reactions).toBe(before.reactions + 1);
    world.post(mainId, { text: 'and now' });
    expect(world.activity(mainId, testEpoch).views).toBe(before.views + 1);
  });

  it('of the past stays the same when it is asked for later, in a world that remembers nothing', async () => {
    const test = aClock();
    const [living, late] = [
      await aWorld({ now: test.now }),
      await aWorld({ now: () => testEpoch + 3 * 86_400 }),
    ];
    for (let hour = 0; hour < 72; hour += 6) {
      const at = testEpoch - 86_400 + hour * 3_600;
      test.move(6 * 3_600);
      expect(living.activity(mainId, at)).toEqual(late.activity(mainId, at));
      expect(living.viewsReceived(mainId, at)).toBe(late.activity(mainId, at).views);
    }
  });
});
