import type { ChannelId } from '#contract/channel-id.ts';
import type { Message } from '#contract/post.ts';
import { buildPosts } from '#server/analytics/build-posts.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadAlbums } from '#server/db/queries/load-albums.ts';
import { savePostSamples } from '#server/db/queries/save-post-samples.ts';
import { savePostVersions } from '#server/db/queries/save-post-versions.ts';
import { savePosts } from '#server/db/queries/save-posts.ts';
import { toReading } from '#server/series/to-reading.ts';
import { type HistoryPage, historyPageSize } from '../telegram/fetch-history.ts';

type SavedPage = Pick<HistoryPage, 'messages' | 'size' | 'lowestId'>;

/**
 * Saves the messages of pages of one channel as posts and as samples of their series, in the caller's transaction. Albums
 * that an earlier page began are completed. Saving the same messages again changes nothing but the time of capture.
 */
export async function savePages(
  connection: Connection,
  channelId: ChannelId,
  pages: readonly SavedPage[],
  capturedAt: Date,
): Promise<void> {
  const messages = uniqueMessages(pages);
  const groups = new Set(messages.map((message) => message.groupedId).filter((id) => id !== null));
  const albums = await loadAlbums(connection, channelId, [...groups]);
  const posts = buildPosts(messages, capturedAt.toISOString(), albums, lowestOf(pages));
  // Before the posts, whose stored counts are what the samples are compared with.
  await savePostSamples(connection, channelId, posts.map(toReading));
  await savePostVersions(connection, posts);
  await savePosts(connection, posts);
}

/** A post that appears between two pages moves the border, so a message may be on both. */
function uniqueMessages(pages: readonly SavedPage[]): Message[] {
  const byId = new Map(pages.flatMap((page) => page.messages).map((message) => [message.messageId, message]));
  return [...byId.values()];
}

/** A page that is not full ends where the channel begins. */
function lowestOf(pages: readonly SavedPage[]): number {
  return Math.min(...pages.map(({ size, lowestId }) => (size < historyPageSize ? 0 : (lowestId ?? 0))));
}
