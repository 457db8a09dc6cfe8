import type { PostCurve } from './views-at.ts';

/** For tests: noon UTC of 1 November 2026 in seconds since 1970. */
export const noon = Date.parse('2026-11-01T12:00:00.000Z') / 1_000;

/** For tests: a curve by pairs of age in hours and views; published at noon of 1 November 2026 unless said otherwise. */
export function aPostCurve(
  pairs: readonly (readonly [ageHours: number, views: number | null])[],
  { postId = 1, publishedAt = noon }: { postId?: number; publishedAt?: number } = {},
): PostCurve {
  return {
    postId,
    publishedAt,
    samples: pairs.map(([ageHours, views]) => ({ at: publishedAt + Math.round(ageHours * 3_600), views })),
  };
}
