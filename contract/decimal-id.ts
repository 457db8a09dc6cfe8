import { z } from 'zod';

/** The largest id that PostgreSQL's BIGINT holds. */
const largest = 2n ** 63n - 1n;

/** Whether an id of digits alone fits where ids are stored; a larger one names nothing. */
export function isStorable(digits: string): boolean {
  return digits.length < 19 || BigInt(digits) <= largest;
}

/** An id in a query or a path, as decimal text. */
export const decimalIdSchema = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, { error: 'must be an id: digits alone', abort: true })
  .refine(isStorable, 'is larger than any id');
