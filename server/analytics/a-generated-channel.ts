/**
 * For tests: posts of an invented channel, as docs/metrics.md fixes them for judging forecasts. The amount of views and
 * the pace are log-normal per post, counts are over-dispersed, nights are slow, some posts are passed on by others and get
 * a second wave, a few get bought views.
 */
import { aRandom, type Random } from './a-random.ts';
import type { CurvedPost } from './usual-views.ts';

/** The shape of the curve without its disturbances: `exponential` was tuned on; `log-logistic` has a heavy tail. */
export type Shape = 'exponential' | 'log-logistic';

const shareBy: Record<Shape, (x: number) => number> = {
  exponential: (x) => 1 - Math.exp(-(x ** 0.7)),
  'log-logistic': (x) => 1 / (1 + x ** -0.9),
};

const hour = 3_600;
const start = Date.parse('2026-09-01T00:00:00.000Z') / 1_000;

/** When a post is read, in seconds after publication: often at first, then seldom, for four days. */
const readAt = [
  ...every(600, 3 * hour),
  ...every(1_800, 6 * hour).filter((age) => age > 3 * hour),
  ...every(hour, 24 * hour).filter((age) => age > 6 * hour),
  ...every(3 * hour, 96 * hour).filter((age) => age > 24 * hour),
];

function every(step: number, until: number): number[] {
  return Array.from({ length: Math.floor(until / step) }, (_, index) => (index + 1) * step);
}

export function aGeneratedChannel(seed: number, shape: Shape, postCount = 60): CurvedPost[] {
  const random = aRandom(seed);
  const usual = Math.exp(random.between(Math.log(500), Math.log(50_000)));
  const paceSeconds = random.between(5, 10) * hour;
  const nightFactor = random.between(0.2, 0.6);
  let publishedAt = start;
  return Array.from({ length: postCount }, (_, index) => {
    publishedAt += Math.round(random.between(2, 14) * hour);
    const post = { usual, paceSeconds, nightFactor, shape, publishedAt };
    return { postId: index + 1, publishedAt, isPinned: false, samples: readPost(random, post) };
  });
}

interface PostTraits {
  usual: number;
  paceSeconds: number;
  nightFactor: number;
  shape: Shape;
  publishedAt: number;
}

function readPost(random: Random, traits: PostTraits): { at: number; views: number }[] {
  const amount = traits.usual * Math.exp(0.35 * random.normal());
  const pace = traits.paceSeconds * Math.exp(0.2 * random.normal());
  const waves = extraWaves(random, amount);
  let age = 0;
  let awake = 0;
  let views = 0;
  let extraBefore = 0;
  return readAt.map((next) => {
    const shareBefore = shareBy[traits.shape](awake / pace);
    // By night time passes slowly: what was not seen then is seen in the morning.
    for (; age < next; age += 600)
      awake += 600 * (isNight(traits.publishedAt + age) ? traits.nightFactor : 1);
    const extra = waves.reduce((sum, wave) => sum + wave(next), 0);
    const expected = amount * (shareBy[traits.shape](awake / pace) - shareBefore) + extra - extraBefore;
    extraBefore = extra;
    views += random.count(expected, 0.02);
    return { at: traits.publishedAt + next, views };
  });
}

/** Views by age that come besides: of 10 % of posts a wave after somebody passed them on, of 2 % bought ones. */
function extraWaves(random: Random, amount: number): ((age: number) => number)[] {
  const waves: ((age: number) => number)[] = [];
  if (random.uniform() < 0.1) {
    const begins = random.between(1, 24) * hour;
    const size = amount * random.between(0.05, 0.4);
    waves.push((age) => (age <= begins ? 0 : size * (1 - Math.exp(-(age - begins) / (4 * hour)))));
  }
  if (random.uniform() < 0.02) {
    const begins = random.between(6, 72) * hour;
    const lasts = random.between(15, 240) * 60;
    const size = amount * random.between(0.2, 2);
    waves.push((age) => size * Math.min(1, Math.max(0, (age - begins) / lasts)));
  }
  return waves;
}

/** From midnight to seven by UTC. */
function isNight(instant: number): boolean {
  return (instant / hour) % 24 < 7;
}
