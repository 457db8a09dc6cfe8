import type { ChannelId } from './channel-id.ts';

/**
 * Where a message was forwarded from, as Telegram says it. `channelId` and `postId` are both present only when
 * the origin is a channel that does not hide itself.
 */
export interface ForwardOrigin {
  channelId: ChannelId | null;
  postId: number | null;
  fromName: string | null;
  /** Instant of the original, ISO 8601. */
  date: string;
}

/** One formatting entity of a text; offsets and lengths count UTF-16 code units, as Telegram does. */
export interface TextEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  customEmojiId?: string;
}

export type MediaKind =
  | 'photo'
  | 'video'
  | 'document'
  | 'audio'
  | 'voice'
  | 'sticker'
  | 'animation'
  | 'webpage'
  | 'poll'
  | 'location'
  | 'contact'
  | 'story'
  | 'other';

/** How often each reaction was left. Keys are the emoji itself, or `custom:<document id>`; paid stars are apart. */
export type ReactionCounts = Record<string, number>;

/** One message of a channel as Telegram delivers it, free of the MTProto library's classes. Never a service message. */
export interface Message {
  channelId: ChannelId;
  messageId: number;
  /** Instant of publication, ISO 8601. */
  postedAt: string;
  /** Instant of the last edit, ISO 8601; null: never edited. */
  editedAt: string | null;
  /** Telegram marks edits it does not show to people (`edit_hide`). */
  isEditHidden: boolean;
  isPinned: boolean;
  text: string;
  entities: TextEntity[];
  mediaKind: MediaKind | null;
  /** Decimal text, above 2^53; null: not part of an album. */
  groupedId: string | null;
  author: string | null;
  forward: ForwardOrigin | null;
  /** null: Telegram did not say. */
  views: number | null;
  forwards: number | null;
  /** null: comments are off. */
  comments: number | null;
  /** An absent list means that nobody reacted, so this is never null over MTProto. */
  reactions: ReactionCounts | null;
  /** Stars given; counted apart from reactions. */
  paidReactions: number | null;
}

/** What each message of an album counts by itself; the post's own figures are made of these. */
export interface AlbumItem {
  messageId: number;
  text: string;
  entities: TextEntity[];
  mediaKind: MediaKind | null;
  views: number | null;
  forwards: number | null;
  comments: number | null;
  reactions: ReactionCounts | null;
  paidReactions: number | null;
  editedAt: string | null;
  isEditHidden: boolean;
}

/**
 * One publication: a single message, or an album (messages that share `groupedId`). Views, forwards and comments are
 * the maximum over the items, reactions are summed per emoji, the text is the first that is not empty.
 */
export interface Post {
  channelId: ChannelId;
  /** The first message id ever seen for this publication: its key for ever. */
  postId: number;
  /** The smallest message id of the publication: what people see and what is exported. */
  shownId: number;
  groupedId: string | null;
  postedAt: string;
  editedAt: string | null;
  isVisiblyEdited: boolean;
  isPinned: boolean;
  text: string;
  entities: TextEntity[];
  mediaKind: MediaKind | null;
  author: string | null;
  /** The forward origin of the first item. */
  forward: ForwardOrigin | null;
  views: number | null;
  forwards: number | null;
  comments: number | null;
  reactions: ReactionCounts | null;
  paidReactions: number | null;
  /** Every message of the post, ascending by id; one entry for a post that is not an album. */
  items: AlbumItem[];
  /** When these counts were read, ISO 8601. */
  capturedAt: string;
  deletedAt: string | null;
}
