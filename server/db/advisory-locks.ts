/**
 * The numbers of the product's advisory locks, in one place so that no two are the same. `inboxQueue` and
 * `loginCounters` are the first half of a pair, the second being the hash of what is locked; the others stand alone.
 */
export const advisoryLocks = {
  migrations: 7_205_260,
  planner: 7_205_261,
  inboxQueue: 7_205_262,
  loginCounters: 7_205_263,
  partitions: 7_205_264,
} as const;
