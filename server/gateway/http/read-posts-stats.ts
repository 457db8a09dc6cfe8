import type { Message, Post } from '#contract/post.ts';
import { buildPosts } from '#server/analytics/build-posts.ts';
import { newestFirst } from '#server/analytics/eligible-posts.ts';
import type { PostsStats } from '#server/gateway-client/stats-answers.ts';
import { toMarkedId } from '#server/ids.ts';
import { fetchHistory } from '../telegram/fetch-history.ts';
import type { OpenChannel } from './open-channel.ts';
import { buildStatsPost } from './read-message-stats.ts';
import type { FullChannelReader } from './remember-full-channel.ts';
import { summarizePosts } from './summarize-posts.ts';

/** Pages of 100 messages read at most: enough for 50 posts that all are albums of ten. */
const mostPages = 6;

/** Reads the newest posts of a channel, an album as one, with their sums, means and medians. */
export async function readPostsStats(
  channel: OpenChannel,
  limit: number,
  readFull: FullChannelReader,
  now: () => Date,
): Promise<PostsStats> {
  const [full, read] = await Promise.all([readFull(channel, false), readNewest(channel, limit, now)]);
  const { summary, counted } = summarizePosts(read.posts, full, read.around);
  return {
    chat_id: toMarkedId(full.channelId),
    limit,
    ...summary,
    items: read.posts.map((post) => ({
      ...buildStatsPost(post, full),
      is_counted: counted.has(post.postId),
    })),
    timestamp: read.at,
  };
}

/** Reads on until one post more than asked for has been met, because only then the last one is surely whole. */
async function readNewest(
  { source, peer }: OpenChannel,
  limit: number,
  now: () => Date,
): Promise<{ posts: Post[]; around: Post[]; at: string }> {
  const messages: Message[] = [];
  let posts: Post[] = [];
  let offsetId = 0;
  const at = now().toISOString();
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await fetchHistory(source.interactive, peer, offsetId);
    messages.push(...page.messages);
    posts = newestFirst(buildPosts(messages, at));
    if (page.lowestId === null || page.lowestId <= 1) break;
    if (posts.length > limit) break;
    offsetId = page.lowestId;
  }
  return { posts: posts.slice(0, limit), around: posts, at };
}
