/**
 * The arithmetic of docs/metrics.md, pure: values in, values out. No clock, no database, no rounding; "now" is an
 * argument, a figure that cannot be known is null, a ratio over nothing is null.
 */
import type { AlbumItem, ForwardOrigin, Message, Post } from '#contract/post.ts';
import { mergeCounts } from './merge-counts.ts';

/**
 * Builds posts from messages of one channel read at `capturedAt` (ISO 8601): every message by itself, but messages that
 * share `groupedId` together. `existing` are the stored albums of these groups; a group found there keeps its key and the
 * messages that are not in this reading. Counts of an older reading never replace those of a newer one. A message that
 * occurs twice counts once, the later one. `lowestId` is the smallest id this reading asked for, 0 for the beginning of the
 * channel: a stored album with messages below it was cut by the border of the page, half of its counts would be old
 * under a new date, so it is left out unless it has new messages.
 *
 * Returns posts ascending by `postId`, each at most once.
 */
export function buildPosts(
  messages: readonly Message[],
  capturedAt: string,
  existing: readonly Post[] = [],
  lowestId = 0,
): Post[] {
  const byGroup = new Map(existing.map((post) => [post.groupedId, post]));
  const publications = new Map<string, Message[]>();
  for (const message of new Map(messages.map((each) => [each.messageId, each])).values()) {
    const key = message.groupedId === null ? `message ${message.messageId}` : `group ${message.groupedId}`;
    const publication = publications.get(key);
    if (publication === undefined) publications.set(key, [message]);
    else publication.push(message);
  }
  return [...publications.values()]
    .map((publication) => {
      const groupedId = publication[0]?.groupedId ?? null;
      const stored = groupedId === null ? undefined : byGroup.get(groupedId);
      if (stored !== undefined && isCut(stored, publication, lowestId)) return null;
      return buildPost(publication, capturedAt, stored ?? null);
    })
    .filter((post) => post !== null)
    .toSorted((left, right) => left.postId - right.postId);
}

function isCut(stored: Post, publication: readonly Message[], lowestId: number): boolean {
  const known = new Set(stored.items.map((item) => item.messageId));
  const isNothingNew = publication.every((message) => known.has(message.messageId));
  return isNothingNew && stored.items.some((item) => item.messageId < lowestId);
}

/** An item together with what only the whole post keeps, as far as it is known. */
interface Part extends AlbumItem {
  postedAt: string;
  isPinned: boolean;
  author: string | null;
  forward: ForwardOrigin | null;
}

function buildPost(publication: readonly Message[], capturedAt: string, stored: Post | null): Post | null {
  const read = publication.map(toPart);
  const kept = stored === null ? [] : stored.items.map((item) => toStoredPart(item, stored));
  const isNewer = stored === null || Date.parse(capturedAt) >= Date.parse(stored.capturedAt);
  // The later entry of a Map wins, so the more recent reading comes second.
  const ordered = isNewer ? [...kept, ...read] : [...read, ...kept];
  const parts = [...new Map(ordered.map((part) => [part.messageId, part])).values()].toSorted(
    (left, right) => left.messageId - right.messageId,
  );
  const [first] = parts;
  const [message] = publication;
  if (first === undefined || message === undefined) return null;
  const withText = parts.find((part) => part.text !== '');
  return {
    channelId: message.channelId,
    postId: stored?.postId ?? first.messageId,
    shownId: first.messageId,
    groupedId: message.groupedId,
    postedAt: first.postedAt,
    editedAt: latest(parts.map((part) => part.editedAt)),
    isVisiblyEdited: parts.some((part) => part.editedAt !== null && !part.isEditHidden),
    isPinned: parts.some((part) => part.isPinned),
    text: withText?.text ?? '',
    entities: withText?.entities ?? [],
    mediaKind: parts.find((part) => part.mediaKind !== null)?.mediaKind ?? null,
    author: first.author,
    forward: first.forward,
    views: greatest(parts.map((part) => part.views)),
    forwards: greatest(parts.map((part) => part.forwards)),
    comments: greatest(parts.map((part) => part.comments)),
    reactions: mergeCounts(parts.map((part) => part.reactions)),
    paidReactions: sum(parts.map((part) => part.paidReactions)),
    items: parts.map(toItem),
    capturedAt: isNewer ? capturedAt : stored.capturedAt,
    // A post that is delivered again is there.
    deletedAt: isNewer ? null : stored.deletedAt,
  };
}

function toPart(message: Message): Part {
  return {
    ...toItem(message),
    postedAt: message.postedAt,
    isPinned: message.isPinned,
    author: message.author,
    forward: message.forward,
  };
}

/**
 * The post's origin and author are those of its first item; given to every stored item they are right exactly where they
 * are asked for again: at the smallest id.
 */
function toStoredPart(item: AlbumItem, post: Post): Part {
  const { postedAt, isPinned, author, forward } = post;
  return { ...item, postedAt, isPinned, author, forward };
}

function toItem(item: AlbumItem): AlbumItem {
  return {
    messageId: item.messageId,
    text: item.text,
    entities: item.entities,
    mediaKind: item.mediaKind,
    views: item.views,
    forwards: item.forwards,
    comments: item.comments,
    reactions: item.reactions,
    paidReactions: item.paidReactions,
    editedAt: item.editedAt,
    isEditHidden: item.isEditHidden,
  };
}

function greatest(counts: readonly (number | null)[]): number | null {
  return counts.reduce(
    (best, count) => (count !== null && (best === null || count > best) ? count : best),
    null,
  );
}

function sum(counts: readonly (number | null)[]): number | null {
  return counts.reduce((total, count) => (count === null ? total : (total ?? 0) + count), null);
}

function latest(instants: readonly (string | null)[]): string | null {
  return instants.reduce(
    (best, instant) =>
      instant !== null && (best === null || Date.parse(instant) > Date.parse(best)) ? instant : best,
    null,
  );
}
