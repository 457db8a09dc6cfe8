/**
 * The numbers of the product's advisory locks, in one place so that no two are the same. `inboxQueue` is the first half
 * of a pair, the second being the hash of a queue key; the others stand alone.
 */
export const advisoryLocks = {
  migrations: 7_205_260,
  planner: 7_205_261,
  inboxQueue: 7_205_262,
} as const;
