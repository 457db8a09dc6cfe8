import { r1 } from './r1-nothing-lost.ts';
import { r2 } from './r2-crashes.ts';
import { r3 } from './r3-database-loss.ts';
import { r5 } from './r5-burst.ts';
import { r6 } from './r6-order.ts';
import { r10 } from './r10-flood-waits.ts';
import { r11 } from './r11-one-owner.ts';
import { r13 } from './r13-network-faults.ts';
import { sec8 } from './sec8-login-limits.ts';
import type { TriedPromise } from './tried-promise.ts';

/** What can be tried, by the names of docs/reliability.md. A promise that the product cannot carry yet is not here. */
export const allPromises: Readonly<Record<string, TriedPromise>> = {
  R1: r1,
  R2: r2,
  R3: r3,
  R5: r5,
  R6: r6,
  R10: r10,
  R11: r11,
  R13: r13,
  SEC8: sec8,
};
