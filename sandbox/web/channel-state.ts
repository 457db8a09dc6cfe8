import { botRights, type RightName, rightNames } from '#sandbox/bot-api/admin-rights.ts';
import type { BotEntity } from '#sandbox/bot-api/bot-objects.ts';
import type { BotApiContext } from '#sandbox/bot-api/context.ts';
import { pictureOf } from '#sandbox/bot-api/post-content.ts';
import { buildBotEntities } from '#sandbox/bot-api/world-entities.ts';
import { pollAnswers } from '#sandbox/world/poll-answers.ts';
import type { VisibleMessage, WorldChannel, WorldMedia, WorldUser } from '#sandbox/world/world.ts';

/** A channel or group in a person's list of chats. */
export interface ChannelEntry {
  id: string;
  title: string;
  username: string | null;
  kind: WorldChannel['kind'];
  subscribers: number | null;
  isMember: boolean;
  isAdministrator: boolean;
  /** The newest message in one line, and its date; null: none yet. */
  preview: string | null;
  date: number | null;
}

/** A post as the page draws it; texts carry the Bot API's entities. */
export interface PostView {
  id: number;
  date: number;
  /** Something that happened in the channel instead of a post; null: a post. */
  service: string | null;
  author: string | null;
  text: string;
  entities: BotEntity[];
  media: WorldMedia | null;
  /** The file that shows a photo, under `/files/`; null: there is none. */
  pictureId: string | null;
  /** The answers of a poll; null: no poll. */
  poll: readonly { text: string; voters: number }[] | null;
  groupedId: string | null;
  isEdited: boolean;
  forwardedFrom: string | null;
  views: number | null;
  comments: number | null;
  reactions: { emoji: string; count: number; isOwn: boolean }[];
}

/** Everything the page needs to draw one channel as one person sees it. */
export interface ChannelView {
  channel: ChannelEntry & {
    about: string;
    isCreator: boolean;
    hasReactions: boolean;
    /** null: the bot is no administrator. */
    botRights: RightName[] | null;
  };
  /** Oldest first. */
  posts: PostView[];
  hasOlder: boolean;
}

const pageSize = 40;

export function isInside(channel: WorldChannel, user: WorldUser): boolean {
  return channel.memberIds.has(user.id) || channel.adminIds.has(user.id);
}

/** The chats a person is in, the newest message first. */
export function buildChannelList(context: BotApiContext, user: WorldUser): ChannelEntry[] {
  return context.world
    .channels()
    .filter((channel) => isInside(channel, user))
    .map((channel) => buildEntry(context, channel, user))
    .sort((left, right) => (right.date ?? 0) - (left.date ?? 0));
}

/** Public channels whose name or title contains the words; those of the person first come by `buildChannelList`. */
export function findChannels(context: BotApiContext, user: WorldUser, words: string): ChannelEntry[] {
  const wanted = words
    .trim()
    .replace(/^@|^https?:\/\/t\.me\/|^t\.me\//i, '')
    .toLowerCase();
  if (wanted.length < 2) return [];
  return context.world
    .channels()
    .filter(({ username, title }) => {
      return (
        username !== null && (username.toLowerCase().includes(wanted) || title.toLowerCase().includes(wanted))
      );
    })
    .slice(0, 20)
    .map((channel) => buildEntry(context, channel, user));
}

function buildEntry(context: BotApiContext, channel: WorldChannel, user: WorldUser): ChannelEntry {
  const { world } = context;
  const [newest] = readPage(context, channel, 0, 1);
  return {
    id: channel.id,
    title: channel.title,
    username: channel.username,
    kind: channel.kind,
    subscribers: world.subscribers(channel.id),
    isMember: isInside(channel, user),
    isAdministrator: channel.adminIds.has(user.id),
    preview: newest === undefined ? null : summarize(newest),
    date: newest?.date ?? null,
  };
}

function readPage(
  context: BotApiContext,
  channel: WorldChannel,
  offsetId: number,
  limit: number,
): VisibleMessage[] {
  const request = { offsetId, offsetDate: 0, addOffset: 0, limit, minId: 0, maxId: 0 };
  return context.world.history(channel.id, request).messages;
}

const mediaNames: Record<WorldMedia['kind'], string> = {
  photo: 'Photo',
  video: 'Video',
  document: 'File',
  webpage: 'Link',
  poll: 'Poll',
  geo: 'Location',
  contact: 'Contact',
  other: 'Attachment',
};

function summarize(message: VisibleMessage): string {
  if (message.text !== '') return message.text.replace(/\s+/g, ' ').slice(0, 120);
  if (message.media !== null) return mediaNames[message.media.kind];
  return message.service === null ? '' : describeService(message.service);
}

/** `messageActionChatEditTitle` → `Chat edit title`. */
function describeService(action: string): string {
  const words = action
    .replace('messageAction', '')
    .replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words === 'Channel create' ? 'Channel created' : words;
}

/** One page of a channel before `beforeId` (0: the newest), as this person sees it. */
export function buildChannelView(
  context: BotApiContext,
  channel: WorldChannel,
  user: WorldUser,
  beforeId: number,
): ChannelView {
  const messages = readPage(context, channel, beforeId, pageSize);
  const rights = botRights(channel, context);
  return {
    channel: {
      ...buildEntry(context, channel, user),
      about: channel.about,
      isCreator: channel.creatorId === user.id,
      hasReactions: channel.hasReactions,
      botRights: rights === null ? null : rightNames.filter((name) => rights[name]),
    },
    posts: messages.toReversed().map((message) => buildPost(context, message, user)),
    hasOlder: messages.length === pageSize,
  };
}

function buildPost(context: BotApiContext, message: VisibleMessage, user: WorldUser): PostView {
  const { world } = context;
  const own = world.personReactions(message.channelId, message.id).get(user.id);
  const author = message.fromId === null ? null : world.user(message.fromId);
  const origin = message.forward;
  return {
    id: message.id,
    date: message.date,
    service: message.service === null ? null : describeService(message.service),
    author:
      author === null ? message.postAuthor : [author.firstName, author.lastName].filter(Boolean).join(' '),
    text: message.text,
    entities: buildBotEntities(message.entities),
    media: message.media,
    pictureId: pictureOf(context, message),
    poll: message.media?.kind === 'poll' ? pollAnswers(message.media.detail ?? '') : null,
    groupedId: message.groupedId,
    isEdited: message.editDate !== null && !message.isEditHidden,
    forwardedFrom:
      origin === null
        ? null
        : ((origin.channelId === null ? null : world.channel(origin.channelId)?.title) ??
          origin.fromName ??
          'another channel'),
    views: message.views,
    comments: message.comments,
    reactions: message.reactions.map(({ emoticon, isPaid, count }) => ({
      emoji: emoticon ?? (isPaid ? '⭐' : '✨'),
      count,
      isOwn: emoticon !== undefined && emoticon === own,
    })),
  };
}
