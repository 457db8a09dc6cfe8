import type { ChannelId } from '#contract/channel-id.ts';
import type { Message } from '#contract/post.ts';
import { buildPosts } from '#server/analytics/build-posts.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadAlbums } from '#server/db/queries/load-albums.ts';
import { savePosts } from '#server/db/queries/save-posts.ts';

/**
 * Saves messages of one channel as posts, in the caller's transaction. Albums that an earlier page began are completed.
 * Saving the same messages again changes nothing but the time of capture.
 */
export async function savePage(
  connection: Connection,
  channelId: ChannelId,
  messages: readonly Message[],
  capturedAt: Date,
): Promise<void> {
  const groups = new Set(messages.map((message) => message.groupedId).filter((id) => id !== null));
  const albums = await loadAlbums(connection, channelId, [...groups]);
  await savePosts(connection, buildPosts(messages, capturedAt.toISOString(), albums));
}
