import { commentsAt } from '../counters.ts';
import { createDiscussionCopy } from '../discussion-copy.ts';
import { createRandom } from '../random.ts';
import { createStoredMessage, type StoredMessage } from '../stored-message.ts';
import { daySeconds, type StoryClock } from '../story-clock.ts';
import { writeChatterText } from './write-text.ts';

export interface CommentWriter {
  channelId: string;
  seed: number;
  clock: StoryClock;
  authorIds: readonly [string, ...string[]];
  /** The channel's posts of a story day, already changed by everything that happens on `day` or before. */
  postsOf(day: number): readonly StoredMessage[];
}

interface Thread {
  post: StoredMessage;
  head: StoredMessage;
  /** Comments written so far. */
  count: number;
}

/** Writes what one story day brings into the discussion group of a channel; days come in order. */
export type WriteComments = (day: number) => StoredMessage[];

/**
 * The discussion group's copies of the channel's posts, and every comment at the very second at which the post's
 * counter rises, so that the counter and the thread are always of one size.
 */
export function createCommentWriter(writer: CommentWriter): WriteComments {
  const threads: Thread[] = [];
  return (day) => {
    const { clock } = writer;
    const heads: StoredMessage[] = [];
    for (const post of writer.postsOf(day)) {
      const head = createDiscussionCopy(writer.channelId, post);
      heads.push(head);
      const isLead = post.counters.kind === 'growing' && post.counters.lead === undefined;
      if (isLead) threads.push({ post, head, count: 0 });
    }
    const from = Math.ceil(clock.toWorld(day * daySeconds));
    const to = Math.ceil(clock.toWorld((day + 1) * daySeconds));
    const comments = threads.flatMap((thread) => writeThread(writer, day, thread, from, to));
    return [...heads, ...comments];
  };
}

/** Comments that come in the whole seconds from `from` until before `to`. */
function writeThread(
  { seed, channelId, clock, authorIds }: CommentWriter,
  day: number,
  thread: Thread,
  from: number,
  to: number,
): StoredMessage[] {
  const { post, head, count: before } = thread;
  // Below a deleted post nobody finds the way to the thread any more.
  const end = post.deletedAt === null ? to : Math.min(to, post.deletedAt);
  const countAt = (second: number): number => commentsAt(post, second, clock) ?? 0;
  const after = end <= from ? before : countAt(end - 1);
  if (after <= before) return [];
  thread.count = after;
  const random = createRandom(`${seed}:${channelId}:${post.date}:comments:${day}`);
  const comments: StoredMessage[] = [];
  let low = Math.max(from, post.date);
  for (let index = before; index < after; index += 1) {
    let high = end - 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (countAt(middle) > index) high = middle;
      else low = middle + 1;
    }
    const written = writeChatterText(random);
    comments.push(
      createStoredMessage({ date: low, fromId: random.pick(authorIds), replyTo: head, ...written }),
    );
  }
  return comments;
}
