import type { WorldEntity, WorldMedia, WorldReaction } from './world.ts';

/** A message as the world keeps it, with everything that will ever happen to it; `view-message` shows it at one instant. */
export interface StoredMessage {
  /** 0 until published: generated messages get the next free id of their channel at publication. */
  id: number;
  date: number;
  service: string | null;
  fromId: string | null;
  text: string;
  entities: WorldEntity[];
  media: WorldMedia | null;
  groupedId: string | null;
  forward: StoredForward | null;
  postAuthor: string | null;
  isPinned: boolean;
  /** Ascending by time. */
  edits: StoredEdit[];
  deletedAt: number | null;
  counters: Counters;
  /** In a discussion group: the copy of the channel's post that this comment answers. */
  replyTo?: StoredMessage;
  /** Set on the group's copy of a channel's post. */
  isThreadHead?: true;
  /** What people of the world did with their reactions, on top of the crowd's; ascending by time. */
  personReactions?: PersonReaction[];
}

export interface PersonReaction {
  userId: string;
  /** null: taken back. */
  emoticon: string | null;
  at: number;
}

export interface StoredEdit {
  at: number;
  text: string;
  entities: WorldEntity[];
  /** Telegram changed the message without showing people that it was edited. */
  isHidden: boolean;
}

export interface StoredForward {
  date: number;
  channelId: string | null;
  /** The original itself where it belongs to this world, because its id is not known before publication. */
  post: StoredMessage | number | null;
  fromName: string | null;
}

/** What one reaction of a channel looks like on the wire. */
export type ReactionKind = { emoticon: string } | { customEmojiId: string } | { isPaid: true };

export type Counters =
  | { kind: 'none' }
  | {
      kind: 'fixed';
      views: number;
      forwards: number;
      comments: number | null;
      reactions: WorldReaction[];
    }
  | GrowingCounters;

/** Counters as a function of time: views saturate towards `audience`, everything else is a share of the views. */
export interface GrowingCounters {
  kind: 'growing';
  /** Views after a long time, without what `bumps` add. */
  audience: number;
  /** Awake seconds after which most of the audience has come. */
  paceSeconds: number;
  forwardRate: number;
  /** null: comments are off. */
  commentRate: number | null;
  /** Reactions per view, one rate for each kind of the channel's palette. */
  reactionRates: number[];
  /** Shared by all messages of a channel. */
  palette: readonly ReactionKind[];
  /** Later visits, in story time: a repost elsewhere brings a soft wave, bought views a straight ramp. */
  bumps: { from: number; seconds: number; views: number; shape: 'wave' | 'ramp' }[];
  /** The first message of an album: all others show its comments. */
  lead?: StoredMessage;
}

/** A message nobody has touched yet: plain text, no counters. */
export function createStoredMessage(given: Partial<StoredMessage> & { date: number }): StoredMessage {
  return {
    id: 0,
    service: null,
    fromId: null,
    text: '',
    entities: [],
    media: null,
    groupedId: null,
    forward: null,
    postAuthor: null,
    isPinned: false,
    edits: [],
    deletedAt: null,
    counters: { kind: 'none' },
    ...given,
  };
}
