import { z } from 'zod';

/** Every kind of update the Bot API knows; an update carries exactly one. */
export const updateKinds = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'guest_message',
  'stopped_message_generation',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
  'managed_bot',
  'subscription',
] as const;

/** One update as the inbox keeps it. */
export interface InboxUpdate {
  updateId: number;
  /** `chat:user`: updates with the same key are handled one after another, others at the same time. */
  queueKey: string;
  /** The JSON as it arrived. */
  payload: string;
}

export type ParsedUpdate = { kind: 'update'; update: InboxUpdate } | { kind: 'unreadable'; problem: string };

const identitySchema = z.looseObject({ id: z.int() });
const contentSchema = z.looseObject({
  chat: identitySchema.optional(),
  from: identitySchema.optional(),
  user: identitySchema.optional(),
  /** A callback query names its chat in the message it belongs to. */
  message: z.looseObject({ chat: identitySchema.optional() }).optional(),
});
const updateSchema = z.looseObject({ update_id: z.int().nonnegative() });

/**
 * Reads the text of one update: a JSON object with an integer `update_id` and exactly one known kind that holds an
 * object. Whatever is deeper is left to the handlers.
 */
export function parseUpdate(payload: string): ParsedUpdate {
  let json: unknown;
  try {
    json = JSON.parse(payload);
  } catch {
    return { kind: 'unreadable', problem: 'not JSON' };
  }
  const parsed = updateSchema.safeParse(json);
  if (!parsed.success) return { kind: 'unreadable', problem: 'no object with an integer update_id' };
  const kinds = updateKinds.filter((kind) => Object.hasOwn(parsed.data, kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    return { kind: 'unreadable', problem: `${kinds.length} known kinds instead of one` };
  }
  const content = contentSchema.safeParse(parsed.data[kind]);
  if (!content.success) return { kind: 'unreadable', problem: `${kind} is not of its shape` };
  const updateId = parsed.data.update_id;
  return { kind: 'update', update: { updateId, queueKey: keyOf(content.data, updateId), payload } };
}

/**
 * The queue of an update. Without a chat or a person the other one alone is the key, and without both the update is
 * its own queue: nothing is ever keyed by a missing value, which all such updates would share.
 */
function keyOf(content: z.infer<typeof contentSchema>, updateId: number): string {
  const chat = content.chat?.id ?? content.message?.chat?.id;
  const person = content.from?.id ?? content.user?.id;
  if (chat === undefined && person === undefined) return `update:${updateId}`;
  return `${chat ?? '-'}:${person ?? '-'}`;
}
