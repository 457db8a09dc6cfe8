import { z } from 'zod';

/** Where a figure came from; `mixed` when its parts came from several. */
export const sourceSchema = z.enum(['mtproto', 'bot_api', 'native', 'imported', 'mixed']);
export type Source = z.infer<typeof sourceSchema>;

const spanSchema = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });
export type Span = z.infer<typeof spanSchema>;

/** The countable parts of `interactions`. */
export const interactionPartSchema = z.enum(['reactions', 'forwards', 'comments']);
export type InteractionPart = z.infer<typeof interactionPartSchema>;

/** Sums that a rate is a quotient of. */
const termsSchema = z.object({
  interactions: z.int().nonnegative(),
  views: z.int().nonnegative().optional(),
  subscribers: z.int().nonnegative().optional(),
});
export type Terms = z.infer<typeof termsSchema>;

/** Why a figure has no value; each has a sentence in the locale files under `reason-<code>`. */
export const missingReasonSchema = z.enum([
  'not-told-by-telegram',
  'no-posts',
  'no-views',
  'no-history-yet',
  'subscribers-unknown',
]);
export type MissingReason = z.infer<typeof missingReasonSchema>;

/**
 * One number with its provenance. `value` null means that it is unknown, never zero; then `reason` says why.
 * Rates are 0…1. `window` is what was asked, `coverage` the part of it that was observed.
 */
export const figureSchema = z.object({
  value: z.number().nullable(),
  previous: z.number().nullable(),
  /** How many posts or snapshots it was made from. */
  n: z.int().nonnegative(),
  window: spanSchema.nullable(),
  coverage: spanSchema.nullable(),
  capturedAt: z.iso.datetime().nullable(),
  source: sourceSchema.nullable(),
  approximate: z.boolean(),
  parts: z.array(interactionPartSchema).optional(),
  /** `interactions` ÷ the other of them; only where there is a value. */
  terms: termsSchema.optional(),
  reason: missingReasonSchema.optional(),
  /** Key of the formula's sentence in the locale files: `formula-<key>`. */
  formula: z.string(),
});
export type Figure = z.infer<typeof figureSchema>;
