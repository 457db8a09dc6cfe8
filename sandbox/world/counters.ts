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
  const views = viewsAt(counters, clock.toStory(message.date), clock.toStory(at));
  return {
    views,
    forwards: Math.floor(views * counters.forwardRate),
    comments: commentsAt(message, at, clock),
    reactions: reactionsOf(counters, views),
  };
}

/** Views alone, for sums over thousands of messages; 0 where none are counted. */
export function countViews(message: StoredMessage, at: number, clock: StoryClock): number {
  const { counters } = message;
  if (counters.kind !== 'growing') return counters.kind === 'fixed' ? counters.views : 0;
  return viewsAt(counters, clock.toStory(message.date), clock.toStory(at));
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
  const views = viewsAt(counters, clock.toStory(message.date), clock.toStory(Math.floor(at)));
  return Math.floor(views * counters.commentRate);
}

/** Views at story time `at` of a post published at story time `posted`; the author's own is the first. */
function viewsAt(counters: GrowingCounters, posted: number, at: number): number {
  const awake = Math.max(0, awakeSeconds(at) - awakeSeconds(posted));
  const early = 1 - Math.exp(-((awake / counters.paceSeconds) ** 0.75));
  const late = 1 - Math.exp(-awake / trickleSeconds);
  let views = counters.audience * (earlyShare * early + (1 - earlyShare) * late);
  for (const bump of counters.bumps) {
    const progress = Math.max(0, at - bump.from) / bump.seconds;
    views += bump.views * (bump.shape === 'ramp' ? Math.min(1, progress) : 1 - Math.exp(-progress));
  }
  return 1 + Math.floor(views);
}

/** Reactions that were left at least once, the most frequent first, as Telegram lists them. */
function reactionsOf(counters: GrowingCounters, views: number): WorldReaction[] {
  const reactions: WorldReaction[] = [];
  counters.palette.forEach((kind, index) => {
    const count = Math.floor(views * (counters.reactionRates[index] ?? 0));
    if (count > 0) reactions.push({ ...kind, count });
  });
  return reactions.sort((left, right) => right.count - left.count);
}
