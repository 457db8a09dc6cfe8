import type { Post } from '#contract/post.ts';

/** What figures are made of: a post without its content. */
export type CountedPost = Pick<
  Post,
  | 'postId'
  | 'shownId'
  | 'postedAt'
  | 'views'
  | 'forwards'
  | 'comments'
  | 'reactions'
  | 'forward'
  | 'deletedAt'
  | 'capturedAt'
>;
