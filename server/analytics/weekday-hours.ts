import type { CountedPost } from './counted-post.ts';

/** How many posts were published by weekday and hour in UTC: seven rows from Monday, 24 hours each. */
export function postsByWeekdayHourUtc(posts: readonly Pick<CountedPost, 'postedAt'>[]): number[][] {
  const table = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const { postedAt } of posts) {
    const instant = new Date(postedAt);
    const hours = table[(instant.getUTCDay() + 6) % 7];
    const hour = instant.getUTCHours();
    if (hours !== undefined) hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return table;
}
