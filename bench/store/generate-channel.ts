/**
 * What `bench -- store` and `bench -- query` measure with: channels whose posts are read as the planner reads them, every
 * 15 minutes on their first day, hourly in their first week, then daily to the thirtieth day. Counts grow in bursts and
 * sleep at night. The same number gives the same channel for ever.
 */
export interface GeneratedPost {
  /** Unique in the channel, ascending. */
  postId: number;
  /** Seconds since 1970. */
  postedAt: number;
  at: Int32Array;
  views: Int32Array;
  forwards: Int32Array;
  comments: Int32Array;
  reactions: Int32Array;
}

export const postsPerChannel = 605;
/** 96 on the first day, 144 more in the first week, 23 more in the first thirty days. */
export const readingsPerPost = 263;
/** Publications fall on these days. */
export const publishingDays = 90;
export const startsAt = Date.UTC(2026, 0, 1) / 1_000;

const quarterHour = 900;
const daySeconds = 86_400;
/** A sync comes some seconds after its quarter of an hour. */
const delaySeconds = 10;

export function generateChannel(number: number): GeneratedPost[] {
  const random = createRandom(number + 1);
  const ticks = ((publishingDays + 31) * daySeconds) / quarterHour;
  const syncs = Int32Array.from(
    { length: ticks },
    (_, tick) => startsAt + tick * quarterHour + Math.floor(random() * delaySeconds),
  );
  const size = 2_000 * Math.exp(normal(random));
  return Array.from({ length: postsPerChannel }, (_, index) => {
    const share = (index + random()) / postsPerChannel;
    const postedAt = startsAt + Math.floor(share * publishingDays * daySeconds);
    return generatePost(random, index + 1, postedAt, syncs, size);
  });
}

function generatePost(
  random: () => number,
  postId: number,
  postedAt: number,
  syncs: Int32Array,
  size: number,
): GeneratedPost {
  const column = (): Int32Array => new Int32Array(readingsPerPost);
  const [at, views, forwards, comments, reactions] = [column(), column(), column(), column(), column()];
  const firstTick = Math.floor((postedAt - startsAt) / quarterHour) + 1;
  const expected = size * Math.exp(0.5 * normal(random)) * 3;
  const pace = daySeconds * Math.exp(0.2 * normal(random));
  let counts = [0, 0, 0, 0];
  let reached = 0;
  for (let index = 0; index < readingsPerPost; index += 1) {
    const instant = syncs[firstTick + tickOf(index)] ?? 0;
    const share = 1 - Math.exp(-(((instant - postedAt) / pace) ** 0.7));
    const burst = random() ** 2 * 3;
    const gained = expected * (share - reached) * awake(instant) * burst;
    reached = share;
    counts = counts.map((count, counter) => count + Math.floor(gained * (rates[counter] ?? 0) + random()));
    at[index] = instant;
    views[index] = counts[0] ?? 0;
    forwards[index] = counts[1] ?? 0;
    comments[index] = counts[2] ?? 0;
    reactions[index] = counts[3] ?? 0;
  }
  return { postId, postedAt, at, views, forwards, comments, reactions };
}

/** Of one view: itself, forwards, comments, reactions. */
const rates = [1, 0.008, 0.003, 0.02];

/** Which quarter of an hour after publication the reading is made in. */
function tickOf(index: number): number {
  if (index < 96) return index;
  if (index < 240) return 96 + (index - 96) * 4;
  return 672 + (index - 240) * 96;
}

/** From 0.3 at four in the morning to 1.7 in the afternoon. */
function awake(at: number): number {
  return 1 - 0.7 * Math.cos(((at / 3_600 - 4) / 24) * 2 * Math.PI);
}

/** mulberry32: 0…1, the same row for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
