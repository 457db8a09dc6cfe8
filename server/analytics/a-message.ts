import { channelIdSchema } from '#contract/channel-id.ts';
import type { Message } from '#contract/post.ts';

/** For tests: an ordinary message of 1 November 2026, noon UTC, with what the test cares about in `fields`. */
export function aMessage(fields: Partial<Message> = {}): Message {
  return {
    channelId: channelIdSchema.parse('1900000001'),
    messageId: 1,
    postedAt: '2026-11-01T12:00:00.000Z',
    editedAt: null,
    isEditHidden: false,
    isPinned: false,
    text: '',
    entities: [],
    mediaKind: null,
    groupedId: null,
    author: null,
    forward: null,
    views: 100,
    forwards: 0,
    comments: null,
    reactions: {},
    paidReactions: null,
    ...fields,
  };
}
