import {
  countersAt,
  forwardsOf,
  reactionsOfKind,
  type StoryInstant,
  storyInstant,
  viewsAt,
} from './counters.ts';
import type { GrowingCounters, ReactionKind, StoredMessage } from './stored-message.ts';
import type { StoryClock } from './story-clock.ts';
import type { Timeline } from './timeline.ts';
import type { ChannelActivity, WorldReaction } from './world.ts';

/** Sums over all posts of one channel, each instant worked out once until something happens in the channel. */
export interface Activities {
  activityAt(at: number): ChannelActivity;
  viewsAt(at: number): number;
  /** To be called when people changed what posts have received. */
  forget(): void;
}

/** Several graphs of 90 days and of two weeks by the hour. */
const rememberedInstants = 1_000;

export function createActivities(timeline: Timeline, clock: StoryClock): Activities {
  let changeCount = 0;
  const activities = new Map<number, ChannelActivity>();
  const views = new Map<number, number>();

  function remembered<Sum>(sums: Map<number, Sum>, at: number, sum: () => Sum): Sum {
    const count = timeline.changes().length;
    if (count !== changeCount || sums.size > rememberedInstants) forget();
    changeCount = count;
    const known = sums.get(at);
    if (known !== undefined) return known;
    const found = sum();
    sums.set(at, found);
    return found;
  }

  function forget(): void {
    activities.clear();
    views.clear();
  }

  return {
    activityAt: (at) => remembered(activities, at, () => sumActivity(timeline.published(), at, clock)),
    viewsAt: (at) => remembered(views, at, () => sumViews(timeline.published(), at, clock)),
    forget,
  };
}

/**
 * What all posts together have received until world time `at`; a deleted post keeps what it had when it went. Graphs
 * ask for hundreds of instants over thousands of posts, so nothing is made for a post but numbers.
 */
export function sumActivity(
  published: readonly StoredMessage[],
  at: number,
  clock: StoryClock,
): ChannelActivity {
  const activity: ChannelActivity = { views: 0, forwards: 0, reactions: 0, reactionsByKey: {} };
  const instant = storyInstant(at, clock);
  const countsOf = new Map<readonly ReactionKind[], number[]>();
  for (const message of published) {
    if (message.date > at) break;
    const { counters } = message;
    if (counters.kind === 'growing' && message.personReactions === undefined) {
      const views = viewsAt(counters, message, lastInstant(message, at, instant, clock), clock);
      activity.views += views;
      activity.forwards += forwardsOf(counters, views);
      countReactions(countsOf, counters, views);
    } else {
      const { views, forwards, reactions } = countersAt(
        message,
        Math.min(at, message.deletedAt ?? at),
        clock,
      );
      activity.views += views ?? 0;
      activity.forwards += forwards ?? 0;
      for (const reaction of reactions) addReaction(activity, reaction);
    }
  }
  for (const [palette, counts] of countsOf) {
    for (const [index, kind] of palette.entries())
      addReaction(activity, { ...kind, count: counts[index] ?? 0 });
  }
  return activity;
}

function sumViews(published: readonly StoredMessage[], at: number, clock: StoryClock): number {
  const instant = storyInstant(at, clock);
  let views = 0;
  for (const message of published) {
    if (message.date > at) break;
    const { counters } = message;
    if (counters.kind === 'fixed') views += counters.views;
    if (counters.kind !== 'growing') continue;
    views += viewsAt(counters, message, lastInstant(message, at, instant, clock), clock);
  }
  return views;
}

/** Until when a message received anything: now, or when it went. */
function lastInstant(
  { deletedAt }: StoredMessage,
  at: number,
  instant: StoryInstant,
  clock: StoryClock,
): StoryInstant {
  return deletedAt !== null && deletedAt < at ? storyInstant(deletedAt, clock) : instant;
}

function countReactions(
  countsOf: Map<readonly ReactionKind[], number[]>,
  counters: GrowingCounters,
  views: number,
): void {
  const { palette } = counters;
  let counts = countsOf.get(palette);
  if (counts === undefined) {
    counts = palette.map(() => 0);
    countsOf.set(palette, counts);
  }
  for (let index = 0; index < counts.length; index += 1) {
    counts[index] = (counts[index] ?? 0) + reactionsOfKind(counters, views, index);
  }
}

function addReaction(
  activity: ChannelActivity,
  { emoticon, customEmojiId, isPaid, count }: WorldReaction,
): void {
  if (count === 0) return;
  const key = isPaid ? 'paid' : (emoticon ?? `custom:${customEmojiId}`);
  activity.reactions += count;
  activity.reactionsByKey[key] = (activity.reactionsByKey[key] ?? 0) + count;
}
