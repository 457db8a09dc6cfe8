import { withPeople } from './person-changes.ts';
import type { Counters, GrowingCounters, StoredMessage } from './stored-message.ts';
import { awakeSeconds, daySeconds, type StoryClock } from './story-clock.ts';
import type { WorldReaction } from './world.ts';

export interface MessageCounters {
  views: number | null;
  forwards: number | null;
  comments: number | null;
  reactions: WorldReaction[];
}

const noCounters: MessageCounters = { views: null, forwards: null, comments: null, reactions: [] };

/** Share of the audience that comes in the first days; the rest trickles in over weeks. */
const earlyShare = 0.92;
const trickleSeconds = 15 * daySeconds;

/** Counters of a message at world time `at`. Only people take anything back: without them they never fall. */
export function countersAt(message: StoredMessage, at: number, clock: StoryClock): MessageCounters {
  const counters = crowdCountersAt(message, at, clock);
  const { personReactions } = message;
  if (personReactions === undefined) return counters;
  return { ...counters, reactions: withPeople(counters.reactions, { ...message, personReactions }, at) };
}

function crowdCountersAt(message: StoredMessage, at: number, clock: StoryClock): MessageCounters {
  const counters: Counters = message.counters;
  if (counters.kind === 'none') return noCounters;
  if (counters.kind === 'fixed') return counters;
  const views = viewsAt(counters, message, storyInstant(at, clock), clock);
  return {
    views,
    forwards: forwardsOf(counters, views),
    comments: commentsAt(message, at, clock),
    reactions: reactionsOf(counters, views),
  };
}

/** Story time, with what sums over thousands of messages need of it and should work out once. */
export interface StoryInstant {
  story: number;
  awake: number;
}

/** World time `at` as an instant of the story. */
export function storyInstant(at: number, clock: StoryClock): StoryInstant {
  const story = clock.toStory(at);
  return { story, awake: awakeSeconds(story) };
}

/** Forwards of a message that has so many views. */
export function forwardsOf(counters: GrowingCounters, views: number): number {
  return Math.floor(views * counters.forwardRate);
}

/** How often the kind at `index` of the palette was left on a message that has so many views. */
export function reactionsOfKind(counters: GrowingCounters, views: number, index: number): number {
  return Math.floor(views * (counters.reactionRates[index] ?? 0));
}

/**
 * Comments at world time `at`; null where they are off. They are messages of the discussion group and so come at whole
 * seconds. An album has one thread.
 */
export function commentsAt(message: StoredMessage, at: number, clock: StoryClock): number | null {
  const { counters } = message;
  if (counters.kind !== 'growing') return counters.kind === 'fixed' ? counters.comments : null;
  if (counters.lead !== undefined) return commentsAt(counters.lead, at, clock);
  if (counters.commentRate === null) return null;
  const views = viewsAt(counters, message, storyInstant(Math.floor(at), clock), clock);
  return Math.floor(views * counters.commentRate);
}

/** Views of a post that grows by `counters`; the author's own is the first. */
export function viewsAt(
  counters: GrowingCounters,
  { date }: StoredMessage,
  at: StoryInstant,
  clock: StoryClock,
): number {
  const awake = Math.max(0, at.awake - awakeSeconds(clock.toStory(date)));
  const early = 1 - Math.exp(-((awake / counters.paceSeconds) ** 0.75));
  const late = 1 - Math.exp(-awake / trickleSeconds);
  let views = counters.audience * (earlyShare * early + (1 - earlyShare) * late);
  for (const bump of counters.bumps) {
    const progress = Math.max(0, at.story - bump.from) / bump.seconds;
    views += bump.views * (bump.shape === 'ramp' ? Math.min(1, progress) : 1 - Math.exp(-progress));
  }
  return 1 + Math.floor(views);
}

/** Reactions that were left at least once, the most frequent first, as Telegram lists them. */
function reactionsOf(counters: GrowingCounters, views: number): WorldReaction[] {
  const reactions: WorldReaction[] = [];
  counters.palette.forEach((kind, index) => {
    const count = reactionsOfKind(counters, views, index);
    if (count > 0) reactions.push({ ...kind, count });
  });
  return reactions.sort((left, right) => right.count - left.count);
}
