import type { DataCentre } from '#sandbox/mtproto/data-centre.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { VisibleMessage, World, WorldChannel, WorldEvent } from '#sandbox/world/world.ts';
import { buildMessage } from './methods/build/build-message.ts';
import { buildPage } from './methods/build/build-page.ts';
import { buildReactions } from './methods/build/build-reactions.ts';

/** Counters of no more than the newest messages are watched: those are the ones that people look at. */
const watchedMessages = 20;

export interface PushOptions {
  world: World;
  dataCentres: readonly DataCentre[];
  /** How often counters are looked at; 0: only when `pushCounters` is called. */
  countersEveryMs?: number;
}

export interface Pushing {
  /** Tells everybody what has grown since the last time. */
  pushCounters(): void;
  stop(): void;
}

interface Counted {
  views: number | null;
  forwards: number | null;
  reactions: string;
}

/**
 * Tells members who are connected what happens in their channels: posts, edits and deletions at once, views, forwards
 * and reactions now and then. Everybody gets updates of their own, because access hashes are theirs.
 */
export function pushUpdates({ world, dataCentres, countersEveryMs = 10_000 }: PushOptions): Pushing {
  const counted = new Map<string, Counted>();

  function connectedUsers(): Set<string | null> {
    const connections = dataCentres.flatMap((dataCentre) => dataCentre.openConnections());
    return new Set(connections.map(({ userId }) => userId));
  }

  function membersAmong(connected: ReadonlySet<string | null>, { memberIds }: WorldChannel): string[] {
    return [...memberIds].filter((userId) => connected.has(userId));
  }

  function push(channel: WorldChannel, userId: string, updates: TlObject[], named: VisibleMessage[]): void {
    for (const dataCentre of dataCentres) {
      const { chats, users } = buildPage(world, userId, channel, named, dataCentre.id);
      const date = Math.floor(world.now());
      dataCentre.push(userId, { _: 'updates', updates, users, chats, date, seq: 0 });
    }
  }

  function tell(event: WorldEvent): void {
    const channel = world.channel(event.channelId);
    if (channel === null) return;
    const members = membersAmong(connectedUsers(), channel);
    if (members.length === 0) return;
    const message = event.kind === 'delete' ? null : world.message(channel.id, event.messageId);
    // A post that is gone again by now is told by its deletion.
    if (event.kind !== 'delete' && message === null) return;
    if (event.kind === 'react') {
      if (message !== null) tellReactions(channel, members, message);
      return;
    }
    const update = buildEventUpdate(event, channel, message);
    for (const userId of members) push(channel, userId, [update], message === null ? [] : [message]);
  }

  /** What a person left is told at once; what the crowd does waits for the next look at the counters. */
  function tellReactions(channel: WorldChannel, members: readonly string[], message: VisibleMessage): void {
    const key = `${channel.id}:${message.id}`;
    const before = counted.get(key);
    if (before !== undefined) counted.set(key, { ...before, reactions: count(message).reactions });
    const update = buildReactionsUpdate(channel, message);
    for (const userId of members) push(channel, userId, [update], []);
  }

  function pushCounters(): void {
    const connected = connectedUsers();
    for (const channel of world.channels()) {
      const members = membersAmong(connected, channel);
      if (members.length === 0) continue;
      const updates = newest(world, channel).flatMap((message) => {
        const key = `${channel.id}:${message.id}`;
        const before = counted.get(key);
        const now = count(message);
        counted.set(key, now);
        return before === undefined ? [] : buildCounterUpdates(channel, message, before, now);
      });
      if (updates.length === 0) continue;
      for (const userId of members) push(channel, userId, updates, []);
    }
  }

  const forget = world.onEvent(tell);
  const timer = countersEveryMs > 0 ? setInterval(pushCounters, countersEveryMs) : null;
  timer?.unref();
  return {
    pushCounters,
    stop() {
      forget();
      if (timer !== null) clearInterval(timer);
    },
  };
}

function buildEventUpdate(
  event: Exclude<WorldEvent, { kind: 'react' }>,
  channel: WorldChannel,
  message: VisibleMessage | null,
): TlObject {
  const place = { pts: event.pts, pts_count: 1 };
  if (event.kind === 'delete' || message === null) {
    const messages = event.kind === 'delete' ? event.messageIds : [event.messageId];
    return { _: 'updateDeleteChannelMessages', channel_id: BigInt(channel.id), messages, ...place };
  }
  const name = event.kind === 'post' ? 'updateNewChannelMessage' : 'updateEditChannelMessage';
  return { _: name, message: buildMessage(message, channel, homeOfFiles), ...place };
}

/** Files of this world are said to be in the second data centre; they cannot be downloaded from any. */
const homeOfFiles = 2;

/** These change no `pts`: whoever misses one reads the next. */
function buildCounterUpdates(
  channel: WorldChannel,
  message: VisibleMessage,
  before: Counted,
  now: Counted,
): TlObject[] {
  const channel_id = BigInt(channel.id);
  const { id, views, forwards } = message;
  const updates: TlObject[] = [];
  if (views !== before.views) updates.push({ _: 'updateChannelMessageViews', channel_id, id, views });
  if (forwards !== before.forwards) {
    updates.push({ _: 'updateChannelMessageForwards', channel_id, id, forwards });
  }
  if (now.reactions !== before.reactions) updates.push(buildReactionsUpdate(channel, message));
  return updates;
}

function buildReactionsUpdate(channel: WorldChannel, { id, reactions }: VisibleMessage): TlObject {
  // The last one taken back leaves an empty list, which is told as well.
  const left = buildReactions(reactions) ?? { _: 'messageReactions', results: [] };
  const peer = { _: 'peerChannel', channel_id: BigInt(channel.id) };
  return { _: 'updateMessageReactions', peer, msg_id: id, reactions: left };
}

function newest(world: World, channel: WorldChannel): VisibleMessage[] {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: watchedMessages, minId: 0, maxId: 0 };
  const { messages } = world.history(channel.id, page);
  return messages.filter(({ views }) => views !== null);
}

function count({ views, forwards, reactions }: VisibleMessage): Counted {
  return { views, forwards, reactions: JSON.stringify(reactions) };
}
