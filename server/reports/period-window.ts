import type { Period } from '#contract/channel.ts';

const days: Record<Exclude<Period, 'all'>, number> = { '7d': 7, '30d': 30, '90d': 90, '365d': 365 };
const dayMs = 24 * 60 * 60_000;

/** The window that ends now; `all` begins with the first post, or now when there is none. */
export function periodWindow(
  period: Period,
  now: Date,
  firstPostAt: string | null,
): { from: Date; to: Date } {
  if (period !== 'all') return { from: new Date(now.getTime() - days[period] * dayMs), to: now };
  const first = firstPostAt === null ? now : new Date(firstPostAt);
  return { from: first < now ? first : now, to: now };
}
