/**
 * The world: the people, channels and posts of the local Telegram, and how they change with time. It knows neither
 * MTProto nor the Bot API; both read it and act on it through this interface. Times are unix seconds of world time,
 * ids are decimal text (bare, never marked).
 */

export interface WorldUser {
  id: string;
  firstName: string;
  lastName: string | null;
  username: string | null;
  languageCode: string;
  isBot: boolean;
  isPremium: boolean;
  /** Digits, without a plus; null for bots. */
  phone: string | null;
}

export interface WorldChannel {
  id: string;
  /** null: private. */
  username: string | null;
  title: string;
  about: string;
  kind: 'broadcast' | 'megagroup';
  createdAt: number;
  linkedChatId: string | null;
  creatorId: string | null;
  /** User ids with administrator rights, the creator included. */
  adminIds: Set<string>;
  /** User ids among `WorldUser`s that are members; the crowd of subscribers is only a number. */
  memberIds: Set<string>;
  /** False: no reactions are allowed. */
  hasReactions: boolean;
  isVerified: boolean;
}

export interface WorldReaction {
  /** Exactly one of the three. */
  emoticon?: string;
  customEmojiId?: string;
  isPaid?: true;
  count: number;
}

export interface WorldForward {
  date: number;
  channelId: string | null;
  postId: number | null;
  fromName: string | null;
}

export interface WorldEntity {
  /** Telegram's name without the `messageEntity` prefix: `Bold`, `TextUrl`, `Url`, `Mention`, `CustomEmoji` … */
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  customEmojiId?: string;
}

export interface WorldMedia {
  kind: 'photo' | 'video' | 'document' | 'webpage' | 'poll' | 'geo' | 'contact' | 'other';
  /** Mime type of a document, address of a web page, question of a poll. */
  detail?: string;
}

/** One message as it is visible at one instant: counters are those of that instant. */
export interface VisibleMessage {
  channelId: string;
  id: number;
  date: number;
  /** The action's TL name (`messageActionChannelCreate`) for a service message, which then has no content. */
  service: string | null;
  /** User who wrote it; null in a broadcast channel, where the channel itself speaks. */
  fromId: string | null;
  text: string;
  entities: WorldEntity[];
  media: WorldMedia | null;
  /** Decimal text above 2^53. */
  groupedId: string | null;
  editDate: number | null;
  isEditHidden: boolean;
  forward: WorldForward | null;
  postAuthor: string | null;
  isPinned: boolean;
  /** null: the message carries no counters. */
  views: number | null;
  forwards: number | null;
  /** null: comments are off. */
  comments: number | null;
  reactions: WorldReaction[];
  /** In a discussion group: the message this one answers; absent elsewhere. */
  replyToId?: number;
  /** Set on the copy of a channel's post that Telegram puts into the discussion group, where comments answer it. */
  isThreadHead?: boolean;
}

/** Why somebody became a member. `link`: an invite link; `bought`: a crowd that somebody paid for. */
export type JoinReason = 'search' | 'mention' | 'link' | 'folder' | 'similar' | 'bought';

/** Everybody who ever came to a channel and left it until some instant. */
export interface MemberTotals {
  joined: Record<JoinReason, number>;
  left: number;
}

export interface MemberEvent {
  kind: 'join' | 'leave';
  at: number;
  userId: string;
  /** null for those who leave. */
  reason: JoinReason | null;
  inviteHash: string | null;
}

export interface WorldInvite {
  /** What follows `https://t.me/+`. */
  hash: string;
  channelId: string;
  creatorId: string;
  title: string | null;
  date: number;
  isPermanent: boolean;
  /** null: as often as one likes. */
  usageLimit: number | null;
  expireAt: number | null;
  isRevoked: boolean;
}

/** What all posts of a channel together have received until some instant; posts deleted since are counted in. */
export interface ChannelActivity {
  views: number;
  forwards: number;
  reactions: number;
  /** Keys are the emoji, `custom:<document id>` or `paid`. */
  reactionsByKey: Record<string, number>;
}

export interface HistoryRequest {
  offsetId: number;
  offsetDate: number;
  addOffset: number;
  limit: number;
  minId: number;
  maxId: number;
}

/** `pts` is the channel's after the event. */
export type WorldEvent =
  | { kind: 'post'; channelId: string; messageId: number; pts: number }
  | { kind: 'edit'; channelId: string; messageId: number; pts: number }
  | { kind: 'delete'; channelId: string; messageIds: number[]; pts: number }
  /** A person, not the crowd, reacted or took it back; it is no change of the channel's `pts`. */
  | { kind: 'react'; channelId: string; messageId: number };

/** One entry of a channel's journal; Telegram's `pts` of a channel is how many there are, plus one. */
export interface ChannelChange {
  kind: 'post' | 'edit' | 'delete';
  messageId: number;
  at: number;
  /** The channel's `pts` after this change. */
  pts: number;
}

/** Exact totals of a channel at one instant, worked out from the world itself and never from what the wire carried. */
export interface ChannelTruth {
  /** Messages that are no service messages. */
  messages: number;
  serviceMessages: number;
  /** Albums count once; their views, forwards and comments are the maximum over the items. */
  posts: number;
  albums: number;
  views: number;
  /** Sum over messages, albums not merged. */
  viewsNaive: number;
  forwards: number | null;
  comments: number | null;
  /** Sum over everything but paid reactions. */
  reactions: number;
  /** Keys are the emoji, or `custom:<document id>`. */
  reactionsByKey: Record<string, number>;
  paidReactions: number;
  postsWithReactions: number;
  postsVisiblyEdited: number;
  /** Posts whose forward origin names a channel and a post. */
  reposts: number;
  selfForwards: number;
  repostsFromOtherChannels: number;
  /** Smallest message id and views of every post, ascending by id. */
  postViews: { postId: number; views: number }[];
}

/** What a person publishes. */
export interface PostContent {
  text: string;
  entities?: WorldEntity[];
  media?: WorldMedia;
  groupedId?: string;
  /** In a group: who writes. */
  authorId?: string;
}

/** What a person does to something that exists; `post`, `join` and `leave` are functions of their own. */
export type PersonChange =
  /** null takes the reaction back. */
  | { kind: 'react'; channelId: string; messageId: number; userId: string; emoticon: string | null }
  | {
      kind: 'edit';
      channelId: string;
      messageId: number;
      text: string;
      entities: WorldEntity[];
      /** People see no mark of it. */
      isHidden?: boolean;
    }
  | { kind: 'delete'; channelId: string; messageId: number }
  /** Adds an invite link, or changes the one with its hash. */
  | { kind: 'invite'; channelId: string; invite: WorldInvite };

export interface World {
  /** World time now, unix seconds with fraction. It never runs backwards. */
  now(): number;
  user(id: string): WorldUser | null;
  users(): WorldUser[];
  /** Registers a user or bot that is not part of the generated world (the bot under test). */
  addUser(user: WorldUser): void;
  channel(id: string): WorldChannel | null;
  channels(): WorldChannel[];
  /** Case-insensitive, without `@`: who or what has this name. */
  byUsername(
    name: string,
  ): { kind: 'user'; user: WorldUser } | { kind: 'channel'; channel: WorldChannel } | null;
  /** Subscribers at world time `at` (default now); null: a recording that does not say. */
  subscribers(channelId: string, at?: number): number | null;
  /** Newest first, as `messages.getHistory` pages; `count` is how many the channel holds in all. */
  history(channelId: string, request: HistoryRequest): { messages: VisibleMessage[]; count: number };
  message(channelId: string, messageId: number, at?: number): VisibleMessage | null;
  /** The newest pinned message; null: none. */
  pinnedMessageId(channelId: string): number | null;
  /** Publishes a message in a channel; returns its id. */
  post(channelId: string, content: PostContent): number;
  /** Makes a person a member, by an invite link where one is named; false when already one. */
  join(channelId: string, userId: string, inviteHash?: string): boolean;
  leave(channelId: string, userId: string): boolean;
  /** Carries out what a person does; false: there is no such message, or nothing changes. */
  change(change: PersonChange): boolean;
  /** What people of the world, not the crowd, left on a message: the emoji of each by user id. */
  personReactions(channelId: string, messageId: number): ReadonlyMap<string, string>;
  /** Telegram's `pts` of the channel: grows by one with every post, edit and deletion. */
  pts(channelId: string): number;
  /** What happened after `pts`, oldest first. */
  changesSince(channelId: string, pts: number): ChannelChange[];
  /** Everybody who came and left until `at` (default now): what changes `subscribers`, and nothing else does. */
  memberTotals(channelId: string, at?: number): MemberTotals;
  /** Who came and left after `from` and not after `to`, oldest first; exactly the difference of the totals. */
  memberEvents(channelId: string, from: number, to: number): MemberEvent[];
  /** Members, the newest first, with the instant they came; at most `count`. */
  newestMembers(channelId: string, count: number): { userId: string; at: number }[];
  /** Invite links of a channel, the permanent one first. */
  invites(channelId: string): readonly WorldInvite[];
  inviteByHash(hash: string): WorldInvite | null;
  /** Sums over all posts at world time `at`; they never fall. */
  activity(channelId: string, at: number): ChannelActivity;
  /** The views of `activity`, for whoever asks for many instants. */
  viewsReceived(channelId: string, at: number): number;
  /** Copies of a post in other channels and groups, newest first; the discussion group's own copy is none. */
  repostsOf(channelId: string, messageId: number): VisibleMessage[];
  /** Where comments of a channel's post are written, or what thread a group's message belongs to; null: none. */
  threadOf(channelId: string, messageId: number): { groupId: string; headId: number } | null;
  /** One page of the comments below a thread's head, newest first. */
  replies(
    groupId: string,
    headId: number,
    request: HistoryRequest,
  ): { messages: VisibleMessage[]; count: number };
  /** Exact totals at world time `at` (default now, never later than now). */
  truth(channelId: string, at?: number): ChannelTruth;
  /** Access hash of a channel or user for one caller: different for every caller, stable over restarts. */
  accessHash(callerId: string, peerId: string): bigint;
  /** Hears everything that happens from now on; returns how to stop hearing. Listeners must not throw. */
  onEvent(listener: (event: WorldEvent) => void): () => void;
  /** Lets everything happen that is due; reading does it too, and a timer every second for the listeners. */
  advance(): void;
  /** Stops the timer. */
  close(): void;
}
