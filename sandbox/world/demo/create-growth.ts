import type { Random } from '../random.ts';
import type { GrowingCounters } from '../stored-message.ts';
import type { MemberFlow } from './member-flow.ts';
import type { DemoProfile } from './profile.ts';

/** How the counters of one post will grow: size and pace differ from post to post, so does the mood of the reactions. */
export function createGrowth(
  { profile, flow }: { profile: DemoProfile; flow: MemberFlow },
  random: Random,
  story: number,
): GrowingCounters {
  const { viewSpread } = profile;
  const audience = flow.subscribersAt(story) * profile.viewShare * random.logNormal(viewSpread);
  const isBought = random.chance(profile.boughtViewsShare);
  return {
    kind: 'growing',
    audience,
    paceSeconds: profile.paceHours * 3600 * random.logNormal(0.2),
    forwardRate: profile.forwardRate * random.logNormal(viewSpread * 1.5),
    commentRate: profile.commentRate === null ? null : profile.commentRate * random.logNormal(viewSpread),
    palette: profile.palette,
    reactionRates: spreadReactions(profile, random),
    bumps: isBought
      ? [
          {
            from: story + random.integer(6, 72) * 3600,
            seconds: random.integer(15, 240) * 60,
            views: audience * (0.2 + 1.8 * random.next()),
            shape: 'ramp',
          },
        ]
      : [],
  };
}

/** The first kinds of the palette are the usual ones; each weighs about half of the one before it. */
function spreadReactions(profile: DemoProfile, random: Random): number[] {
  const rate = profile.reactionRate * random.logNormal(profile.viewSpread);
  const weights = profile.palette.map((_, index) => 0.5 ** index * random.logNormal(profile.viewSpread));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (rate * weight) / whole);
}
