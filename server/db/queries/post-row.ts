import type { ChannelId } from '#contract/channel-id.ts';
import type {
  AlbumItem,
  ForwardOrigin,
  MediaKind,
  Post,
  ReactionCounts,
  TextEntity,
} from '#contract/post.ts';

/** A row of `posts` as the driver gives it when {@link postColumns} were asked for. */
export interface PostRow {
  channel_id: ChannelId;
  post_id: number;
  shown_id: number;
  grouped_id: string | null;
  posted_at: Date;
  edited_at: Date | null;
  is_visibly_edited: boolean;
  is_pinned: boolean;
  text: string;
  entities: TextEntity[];
  media_kind: MediaKind | null;
  author: string | null;
  forward: ForwardOrigin | null;
  views: number | null;
  forwards: number | null;
  comments: number | null;
  reactions: ReactionCounts | null;
  paid_reactions: number | null;
  items: AlbumItem[];
  captured_at: Date;
  deleted_at: Date | null;
}

export const postColumns = `channel_id, post_id, shown_id, grouped_id, posted_at, edited_at, is_visibly_edited,
  is_pinned, text, entities, media_kind, author, forward, views, forwards, comments, reactions, paid_reactions, items,
  captured_at, deleted_at`;

/** Row → contract: instants become ISO text, ids stay decimal text. */
export function readPostRow(row: PostRow): Post {
  return {
    channelId: row.channel_id,
    postId: row.post_id,
    shownId: row.shown_id,
    groupedId: row.grouped_id,
    postedAt: row.posted_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    isVisiblyEdited: row.is_visibly_edited,
    isPinned: row.is_pinned,
    text: row.text,
    entities: row.entities,
    mediaKind: row.media_kind,
    author: row.author,
    forward: row.forward,
    views: row.views,
    forwards: row.forwards,
    comments: row.comments,
    reactions: row.reactions,
    paidReactions: row.paid_reactions,
    items: row.items,
    capturedAt: row.captured_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}
