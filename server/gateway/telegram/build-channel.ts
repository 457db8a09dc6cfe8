import type { Api } from 'telegram';
import type { ChannelId } from '#contract/channel-id.ts';
import { parseChannelId } from '#server/ids.ts';
import { sanitizeText } from './sanitize-text.ts';

/** A broadcast channel as Telegram describes it in passing (resolve, history). */
export interface Channel {
  channelId: ChannelId;
  title: string;
  /** The active name, without @; null: private. */
  username: string | null;
  /** Every active name: collectible names besides the editable one. */
  usernames: string[];
  /** Decimal text, signed; valid for the asking account only. null: Telegram gave none (a `min` channel). */
  accessHash: string | null;
}

/** What a chat of an answer turned out to be. */
export type BuiltChat =
  | { kind: 'channel'; channel: Channel }
  | { kind: 'group' }
  | { kind: 'private'; channelId: ChannelId | null };

/** Builds ours from a chat of GramJS: only broadcast channels are kept, everything else is only named. */
export function buildChat(chat: Api.TypeChat): BuiltChat {
  if (chat.className === 'ChannelForbidden') {
    return chat.megagroup
      ? { kind: 'group' }
      : { kind: 'private', channelId: parseChannelId(chat.id.toString()) };
  }
  if (chat.className !== 'Channel' || !chat.broadcast) return { kind: 'group' };
  const channelId = parseChannelId(chat.id.toString());
  if (channelId === null) return { kind: 'private', channelId: null };
  const usernames = activeNames(chat);
  return {
    kind: 'channel',
    channel: {
      channelId,
      title: sanitizeText(chat.title),
      username: usernames[0] ?? null,
      usernames,
      accessHash: chat.min || !chat.accessHash ? null : chat.accessHash.toString(),
    },
  };
}

function activeNames(channel: Api.Channel): string[] {
  const listed = (channel.usernames ?? []).filter((name) => name.active).map((name) => name.username);
  return channel.username ? [...new Set([channel.username, ...listed])] : listed;
}

/** What only `channels.getFullChannel` tells. */
export interface FullChannel extends Channel {
  about: string | null;
  /** null: Telegram did not say. */
  subscribers: number | null;
  /** Bare id of the linked discussion group. */
  linkedChatId: string | null;
  /** False: reactions are switched off; null: Telegram did not say. */
  hasReactions: boolean | null;
  /** Who is there now: told of groups alone, so null for broadcast channels. */
  online: number | null;
  /** The next three are told to administrators alone; null to everybody else. */
  administrators: number | null;
  removed: number | null;
  banned: number | null;
}

/** Builds ours from the full description; null when Telegram describes something else or forbids it. */
export function buildFullChannel(answer: Api.messages.ChatFull): FullChannel | null {
  const full = answer.fullChat;
  if (full.className !== 'ChannelFull') return null;
  const chat = answer.chats.find((candidate) => candidate.id.toString() === full.id.toString());
  const built = chat === undefined ? null : buildChat(chat);
  if (built?.kind !== 'channel') return null;
  return {
    ...built.channel,
    about: full.about ? sanitizeText(full.about) : null,
    subscribers: full.participantsCount ?? null,
    linkedChatId: full.linkedChatId ? full.linkedChatId.toString() : null,
    hasReactions: full.availableReactions ? full.availableReactions.className !== 'ChatReactionsNone' : null,
    online: full.onlineCount ?? null,
    administrators: full.adminsCount ?? null,
    removed: full.kickedCount ?? null,
    banned: full.bannedCount ?? null,
  };
}
