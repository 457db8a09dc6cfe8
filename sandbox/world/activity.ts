import { countersAt, countViews } from './counters.ts';
import type { StoredMessage } from './stored-message.ts';
import type { StoryClock } from './story-clock.ts';
import type { ChannelActivity } from './world.ts';

/** What all posts together have received until world time `at`; a deleted post keeps what it had when it went. */
export function activityAt(
  published: readonly StoredMessage[],
  at: number,
  clock: StoryClock,
): ChannelActivity {
  const activity: ChannelActivity = { views: 0, forwards: 0, reactions: 0, reactionsByKey: {} };
  for (const message of published) {
    if (message.date > at) break;
    const counters = countersAt(message, Math.min(at, message.deletedAt ?? at), clock);
    activity.views += counters.views ?? 0;
    activity.forwards += counters.forwards ?? 0;
    for (const { emoticon, customEmojiId, isPaid, count } of counters.reactions) {
      const key = isPaid ? 'paid' : (emoticon ?? `custom:${customEmojiId}`);
      activity.reactions += count;
      activity.reactionsByKey[key] = (activity.reactionsByKey[key] ?? 0) + count;
    }
  }
  return activity;
}

/** The views of `activityAt` alone, which cost a tenth. */
export function viewsReceivedAt(published: readonly StoredMessage[], at: number, clock: StoryClock): number {
  let views = 0;
  for (const message of published) {
    if (message.date > at) break;
    views += countViews(message, Math.min(at, message.deletedAt ?? at), clock);
  }
  return views;
}
