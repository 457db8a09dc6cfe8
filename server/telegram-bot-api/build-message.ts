import { z } from 'zod';
import type { ChannelId } from '#contract/channel-id.ts';
import type { ForwardOrigin, MediaKind, Message, ReactionCounts } from '#contract/post.ts';
import { fromMarkedId } from '#server/ids.ts';
import { buildEntity, entitySchema } from './build-entity.ts';
import { cleanText } from './clean-text.ts';

const chatSchema = z.looseObject({ id: z.int() });
const originSchema = z.looseObject({
  type: z.string(),
  date: z.int(),
  chat: chatSchema.optional(),
  message_id: z.int().optional(),
  sender_chat: z.looseObject({ title: z.string().optional() }).optional(),
  sender_user_name: z.string().optional(),
  sender_user: z.looseObject({ first_name: z.string(), last_name: z.string().optional() }).optional(),
});

const messageSchema = z.looseObject({
  message_id: z.int().positive(),
  date: z.int(),
  edit_date: z.int().optional(),
  media_group_id: z.string().regex(/^\d+$/).optional(),
  author_signature: z.string().optional(),
  text: z.string().optional(),
  entities: z.array(entitySchema).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(entitySchema).optional(),
  forward_origin: originSchema.optional(),
});

/** What a post of a channel may carry, in the order that decides: an animation is also a document, a venue a location. */
const attachments: readonly (readonly [field: string, kind: MediaKind])[] = [
  ...([
    ['photo', 'photo'],
    ['animation', 'animation'],
    ['video', 'video'],
    ['video_note', 'video'],
    ['audio', 'audio'],
    ['voice', 'voice'],
    ['sticker', 'sticker'],
    ['document', 'document'],
    ['poll', 'poll'],
    ['venue', 'location'],
    ['location', 'location'],
    ['contact', 'contact'],
    ['story', 'story'],
  ] as const),
  ...['paid_media', 'dice', 'game', 'giveaway', 'giveaway_winners', 'invoice', 'checklist'].map(
    (field) => [field, 'other'] as const,
  ),
];

/**
 * Builds ours from a message of the Bot API, which tells no counters: all of them are null. Telegram leaves out the date
 * of edits that it hides from people, so an edit without one (`isEdit`) is a hidden one. null: a service message.
 * Throws `ZodError` for what is no message at all.
 */
export function buildMessage(channelId: ChannelId, json: unknown, isEdit: boolean): Message | null {
  const message = messageSchema.parse(json);
  const attached = attachments.find(([field]) => message[field] !== undefined);
  if (attached === undefined && message.text === undefined) return null;
  return {
    channelId,
    messageId: message.message_id,
    postedAt: toInstant(message.date),
    editedAt: message.edit_date === undefined ? null : toInstant(message.edit_date),
    isEditHidden: isEdit && message.edit_date === undefined,
    isPinned: false,
    text: cleanText(message.text ?? message.caption ?? ''),
    entities: (message.entities ?? message.caption_entities ?? []).map(buildEntity),
    mediaKind: attached?.[1] ?? null,
    groupedId: message.media_group_id ?? null,
    author: message.author_signature === undefined ? null : cleanText(message.author_signature),
    forward: message.forward_origin === undefined ? null : buildForward(message.forward_origin),
    ...{ views: null, forwards: null, comments: null, reactions: null, paidReactions: null },
  };
}

const reactionsSchema = z.array(
  z.looseObject({
    type: z.looseObject({
      type: z.string(),
      emoji: z.string().optional(),
      custom_emoji_id: z.string().optional(),
    }),
    total_count: z.int().nonnegative(),
  }),
);

/** Builds the counts of one message's reactions; Telegram tells all of them at once, and paid stars are apart. */
export function buildReactions(json: unknown): { reactions: ReactionCounts; paidReactions: number | null } {
  const reactions: ReactionCounts = {};
  let paidReactions: number | null = null;
  for (const { type, total_count: count } of reactionsSchema.parse(json)) {
    if (type.type === 'paid') paidReactions = (paidReactions ?? 0) + count;
    else if (type.emoji !== undefined) add(reactions, cleanText(type.emoji), count);
    else if (type.custom_emoji_id !== undefined) add(reactions, `custom:${type.custom_emoji_id}`, count);
  }
  return { reactions, paidReactions };
}

function add(counts: ReactionCounts, key: string, count: number): void {
  counts[key] = (counts[key] ?? 0) + count;
}

function buildForward(origin: z.infer<typeof originSchema>): ForwardOrigin {
  const isChannel = origin.type === 'channel' && origin.chat !== undefined;
  const { first_name: first, last_name: last } = origin.sender_user ?? {};
  const name =
    origin.sender_user_name ??
    origin.sender_chat?.title ??
    (first === undefined ? undefined : [first, last].filter((part) => part !== undefined).join(' '));
  return {
    channelId: isChannel && origin.chat !== undefined ? fromMarkedId(String(origin.chat.id)) : null,
    postId: isChannel ? (origin.message_id ?? null) : null,
    fromName: name === undefined ? null : cleanText(name),
    date: toInstant(origin.date),
  };
}

function toInstant(unixSeconds: number): string {
  return new Date(unixSeconds * 1_000).toISOString();
}
