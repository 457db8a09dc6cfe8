/**
 * What the API promises: zod schemas and the types inferred from them. This folder imports nothing of ours;
 * the Mini App takes only its types, so zod never reaches the browser.
 */
import { z } from 'zod';
import { isStorable } from './decimal-id.ts';

/** Telegram's bare channel id as decimal text. Ids exceed 2^53 elsewhere in Telegram, so no id is ever a number. */
export const channelIdSchema = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, { error: 'a channel id is 1 to 19 digits without a sign', abort: true })
  .refine(isStorable, 'is larger than any id')
  .brand<'ChannelId'>();

export type ChannelId = z.infer<typeof channelIdSchema>;
