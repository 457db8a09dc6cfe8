import type { AlbumItem, Message, TextEntity } from '#contract/post.ts';
import { buildPosts } from '#server/analytics/build-posts.ts';
import type { Connection } from '#server/db/connection.ts';
import { isEditTaken } from '#server/db/queries/is-edit-taken.ts';
import { type LockedPost, lockPostOfMessage } from '#server/db/queries/lock-post-of-message.ts';
import { saveToldContent, saveToldPost } from '#server/db/queries/save-told-post.ts';
import { saveToldVersion } from '#server/db/queries/save-told-version.ts';

/**
 * Stores a new message that the bot was told of, alone or as a part of its album. One that is stored already stays as it
 * is: whoever read it knew more.
 */
export async function saveToldMessage(connection: Connection, message: Message): Promise<void> {
  const stored = await storeOrLock(connection, message);
  if (stored === null || findItem(stored, message) !== null) return;
  await replaceContent(connection, stored, message);
}

/**
 * Stores what a message says since an edit, and keeps what it said before. An edit older than what is known changes
 * nothing, and neither does the same one again. The counts that were read stay.
 */
export async function saveToldEdit(
  connection: Connection,
  message: Message,
  { updateId, now }: { updateId: number; now: Date },
): Promise<void> {
  if (await isEditTaken(connection, { ...message, updateId })) return;
  const stored = await storeOrLock(connection, message);
  if (stored === null) return;
  const before = findItem(stored, message);
  if (before !== null && isOlder(message, before)) return;
  if (before !== null && saysOther(before, message)) {
    const { editedAt, isEditHidden, channelId } = message;
    const { postId } = stored.post;
    await saveToldVersion(connection, {
      channelId,
      postId,
      before,
      editedAt,
      isEditHidden,
      replacedAt: now,
      updateId,
    });
  }
  await replaceContent(connection, stored, message);
}

/** null: the post was not there and is stored now. */
async function storeOrLock(connection: Connection, message: Message): Promise<LockedPost | null> {
  const { channelId } = message;
  const stored = await lockPostOfMessage(connection, channelId, message);
  if (stored !== null) return stored;
  const [post] = buildPosts([message], message.postedAt);
  if (post === undefined || (await saveToldPost(connection, post))) return null;
  // A reading has saved it in between.
  return await lockPostOfMessage(connection, channelId, message);
}

async function replaceContent(
  connection: Connection,
  { post: stored }: LockedPost,
  message: Message,
): Promise<void> {
  const before = stored.items.find(({ messageId }) => messageId === message.messageId);
  const { views = null, forwards = null, comments = null } = before ?? {};
  const { reactions = null, paidReactions = null } = before ?? {};
  const counted: Message = {
    ...message,
    ...{ views, forwards, comments, reactions, paidReactions },
    isPinned: stored.isPinned,
    editedAt: message.editedAt ?? before?.editedAt ?? null,
    // The Bot API does not tell of the preview of a link.
    mediaKind: message.mediaKind ?? (before?.mediaKind === 'webpage' ? 'webpage' : null),
  };
  const album = stored.groupedId === null ? [] : [stored];
  const [post] = buildPosts([counted], stored.capturedAt, album);
  if (post !== undefined) await saveToldContent(connection, { ...post, postId: stored.postId });
}

function findItem({ post }: LockedPost, { messageId }: Message): AlbumItem | null {
  return post.items.find((item) => item.messageId === messageId) ?? null;
}

/** A hidden edit has no time to compare; updates of one channel come in their order. */
function isOlder(message: Message, before: AlbumItem): boolean {
  if (message.isEditHidden || before.editedAt === null) return false;
  return message.editedAt === null || Date.parse(message.editedAt) < Date.parse(before.editedAt);
}

function saysOther(before: AlbumItem, message: Message): boolean {
  return (
    before.text !== message.text ||
    attached(before) !== attached(message) ||
    writeEntities(before.entities) !== writeEntities(message.entities)
  );
}

function attached({ mediaKind }: Pick<AlbumItem, 'mediaKind'>): string | null {
  return mediaKind === 'webpage' ? null : mediaKind;
}

/** The two interfaces order entities of one place differently. */
function writeEntities(entities: readonly TextEntity[]): string {
  const written = entities.map(({ type, offset, length, url, language, customEmojiId }) =>
    JSON.stringify([offset, length, type, url ?? null, language ?? null, customEmojiId ?? null]),
  );
  return written.toSorted().join();
}
