import { countersAt, type MessageCounters } from './counters.ts';
import type { StoredMessage } from './stored-message.ts';
import type { StoryClock } from './story-clock.ts';
import { isVisibleAt } from './view-message.ts';
import type { ChannelTruth, WorldReaction } from './world.ts';

interface CountedMessage {
  message: StoredMessage;
  counters: MessageCounters;
}

/** Exact totals of a channel at world time `at`, by a plain walk over everything that was ever published in it. */
export function computeTruth(
  channelId: string,
  published: readonly StoredMessage[],
  at: number,
  clock: StoryClock,
): ChannelTruth {
  const present = published.filter((message) => isVisibleAt(message, at));
  const counted = present
    .filter((message) => message.service === null)
    .map((message) => ({ message, counters: countersAt(message, at, clock) }));
  const posts = groupAlbums(counted);
  const reactions = counted.flatMap(({ counters }) => counters.reactions);
  const free = reactions.filter((reaction) => reaction.isPaid === undefined);
  const origins = posts.map((post) => post[0]?.message.forward ?? null).filter((origin) => origin !== null);

  return {
    messages: counted.length,
    serviceMessages: present.length - counted.length,
    posts: posts.length,
    albums: posts.filter((post) => post.length > 1).length,
    views: sum(posts.map((post) => maximum(post, 'views') ?? 0)),
    viewsNaive: sum(counted.map(({ counters }) => counters.views ?? 0)),
    forwards: sumKnown(posts.map((post) => maximum(post, 'forwards'))),
    comments: sumKnown(posts.map((post) => maximum(post, 'comments'))),
    reactions: sum(free.map((reaction) => reaction.count)),
    reactionsByKey: countByKey(free),
    paidReactions: sum(reactions.map((reaction) => (reaction.isPaid ? reaction.count : 0))),
    postsWithReactions: posts.filter((post) =>
      post.some(({ counters }) => counters.reactions.some((reaction) => reaction.isPaid === undefined)),
    ).length,
    postsVisiblyEdited: posts.filter((post) => post.some(({ message }) => isVisiblyEdited(message, at)))
      .length,
    reposts: origins.filter((origin) => origin.channelId !== null && origin.post !== null).length,
    selfForwards: origins.filter((origin) => origin.channelId === channelId).length,
    repostsFromOtherChannels: origins.filter(
      (origin) => origin.channelId !== null && origin.channelId !== channelId,
    ).length,
    postViews: posts.map((post) => ({
      postId: Math.min(...post.map(({ message }) => message.id)),
      views: maximum(post, 'views') ?? 0,
    })),
  };
}

function groupAlbums(messages: CountedMessage[]): CountedMessage[][] {
  const posts: CountedMessage[][] = [];
  const albums = new Map<string, CountedMessage[]>();
  for (const counted of messages) {
    const { groupedId } = counted.message;
    const album = groupedId === null ? undefined : albums.get(groupedId);
    if (album !== undefined) {
      album.push(counted);
      continue;
    }
    const post = [counted];
    posts.push(post);
    if (groupedId !== null) albums.set(groupedId, post);
  }
  return posts;
}

/** Whether people see "edited": the mark follows the last edit that happened. */
function isVisiblyEdited(message: StoredMessage, at: number): boolean {
  const edit = message.edits.findLast((candidate) => candidate.at <= at);
  return edit !== undefined && !edit.isHidden;
}

function countByKey(reactions: WorldReaction[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { emoticon, customEmojiId, count } of reactions) {
    const key = emoticon ?? `custom:${customEmojiId}`;
    counts[key] = (counts[key] ?? 0) + count;
  }
  return counts;
}

function maximum(post: CountedMessage[], figure: 'views' | 'forwards' | 'comments'): number | null {
  const known = post.map(({ counters }) => counters[figure]).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** null where no part is known. */
function sumKnown(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
}
