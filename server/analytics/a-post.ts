import type { Post } from '#contract/post.ts';
import { aMessage } from './a-message.ts';
import { buildPosts } from './build-posts.ts';

/** For tests: a post of a single message, read at the end of 30 November 2026; `postId` is its message's id. */
export function aPost(fields: Partial<Post> = {}): Post {
  const postId = fields.postId ?? 1;
  const { items: _, ...own } = fields;
  const [post] = buildPosts(
    [aMessage({ messageId: postId, ...pickMessage(own) })],
    '2026-11-30T23:59:59.000Z',
  );
  if (post === undefined) throw new Error('one message makes one post');
  return { ...post, ...fields };
}

/** What a post of one message has from its message, so that items and post agree. */
function pickMessage(fields: Partial<Post>): Partial<Parameters<typeof aMessage>[0] & object> {
  const keys = [
    'text',
    'views',
    'forwards',
    'comments',
    'reactions',
    'paidReactions',
    'forward',
    'postedAt',
  ] as const;
  return Object.fromEntries(keys.filter((key) => key in fields).map((key) => [key, fields[key]]));
}
