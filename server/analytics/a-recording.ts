import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { Message } from '#contract/post.ts';

const channelSchema = z.object({ id: channelIdSchema, username: z.string() });

const messageSchema = z.object({
  id: z.int(),
  date: z.int(),
  service: z.string().optional(),
  message: z.string().default(''),
  views: z.int().optional(),
  forwards: z.int().optional(),
  comments: z.int().optional(),
  reactions: z
    .array(
      z.object({
        emoticon: z.string().nullish(),
        documentId: z.string().nullish(),
        count: z.int(),
      }),
    )
    .default([]),
  groupedId: z.string().optional(),
  editDate: z.int().optional(),
  editHide: z.boolean().default(false),
  fwdFrom: z
    .object({
      date: z.int(),
      channelId: channelIdSchema.optional(),
      post: z.int().optional(),
      fromName: z.string().optional(),
    })
    .optional(),
});

/**
 * For tests: one recorded channel as messages, the way they come over MTProto, where an absent list of reactions means
 * that nobody reacted and views without forwards mean zero forwards. Content that no figure needs is left out.
 */
export function aRecording(directory: string): {
  channelId: Message['channelId'];
  username: string;
  messages: Message[];
} {
  const channel = channelSchema.parse(JSON.parse(readFileSync(join(directory, 'channel.json'), 'utf8')));
  const messages = readFileSync(join(directory, 'messages.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => messageSchema.parse(JSON.parse(line)))
    .filter((message) => message.service === undefined)
    .map((message): Message => {
      const origin = message.fwdFrom;
      return {
        channelId: channel.id,
        messageId: message.id,
        postedAt: toInstant(message.date),
        editedAt: message.editDate === undefined ? null : toInstant(message.editDate),
        isEditHidden: message.editHide,
        isPinned: false,
        text: message.message,
        entities: [],
        mediaKind: null,
        groupedId: message.groupedId ?? null,
        author: null,
        forward:
          origin === undefined
            ? null
            : {
                channelId: origin.channelId ?? null,
                postId: origin.post ?? null,
                fromName: origin.fromName ?? null,
                date: toInstant(origin.date),
              },
        views: message.views ?? null,
        forwards: message.forwards ?? (message.views === undefined ? null : 0),
        comments: message.comments ?? null,
        reactions: Object.fromEntries(
          message.reactions.map(({ emoticon, documentId, count }) => [
            emoticon ?? `custom:${documentId ?? ''}`,
            count,
          ]),
        ),
        paidReactions: null,
      };
    });
  return { channelId: channel.id, username: channel.username, messages };
}

function toInstant(unixSeconds: number): string {
  return new Date(unixSeconds * 1_000).toISOString();
}
