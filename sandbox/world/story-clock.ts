export const daySeconds = 86_400;

/**
 * The generated world lives in story time. Up to its epoch that is world time; after it the story runs `speed` times
 * faster, so posts come more often and counters grow faster while the clock on the wire stays that of the wall.
 */
export interface StoryClock {
  toStory(at: number): number;
  toWorld(story: number): number;
}

export function createStoryClock(epoch: number, speed: number): StoryClock {
  return {
    toStory: (at) => (at <= epoch ? at : epoch + (at - epoch) * speed),
    toWorld: (story) => (story <= epoch ? story : epoch + (story - epoch) / speed),
  };
}

/** How deep the night is: people are this much less active at the quietest hour, and more at the busiest. */
const nightDepth = 0.7;
/** The quietest instant of a day: 4 in the morning in UTC+3, where most readers of the generated channels live. */
const quietestSecond = 3600;

/**
 * Seconds weighted by how awake people are: grows by one day per day, slowly at night, and never falls. Growth counted
 * in it dips at night by itself.
 */
export function awakeSeconds(story: number): number {
  const turn = (2 * Math.PI) / daySeconds;
  return story - (nightDepth / turn) * Math.sin(turn * (story - quietestSecond));
}
