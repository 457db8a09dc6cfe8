/** For tests: numbers that look random and are the same for the same seed. */
export interface Random {
  /** 0 ≤ number < 1. */
  uniform(): number;
  /** Between two numbers. */
  between(low: number, high: number): number;
  /** Mean 0, deviation 1. */
  normal(): number;
  /** A count whose variance exceeds its mean, as real counts do: negative binomial by a normal, never below 0. */
  count(mean: number, dispersion: number): number;
}

/** The generator mulberry32. */
export function aRandom(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal,
    count: (mean, dispersion) =>
      Math.max(0, Math.round(mean + Math.sqrt(mean * (1 + dispersion * mean)) * normal())),
  };
}
