import { leaseSilenceSeconds } from '#server/db/queries/lease-terms.ts';

/** How leases are kept, so that an owner has surely closed its sockets before anybody else takes over. */
export interface LeasePace {
  /** Others wait for so long after the last sign of life. */
  silenceSeconds: number;
  /** One statement renews every lease this often, and again this soon where that failed. */
  renewEveryMs: number;
  renewAgainMs: number;
  renewDeadlineMs: number;
  /** What could not be renewed for this long is given up. Closing its sockets takes 2 s at most. */
  giveUpMs: number;
}

export const usualPace: LeasePace = {
  silenceSeconds: leaseSilenceSeconds,
  renewEveryMs: 5_000,
  renewAgainMs: 500,
  renewDeadlineMs: 2_000,
  giveUpMs: 9_000,
};
