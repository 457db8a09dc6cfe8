import { createAccessHasher } from './access-hash.ts';
import { type Activities, createActivities } from './activity.ts';
import { buildEvent } from './build-event.ts';
import { buildPost } from './build-post.ts';
import { createDiscussionCopy, discussionOf, editDiscussionCopy } from './discussion-copy.ts';
import { type JournalEntry, openJournal } from './journal.ts';
import { createMembers, type Members } from './members.ts';
import { openSource } from './open-source.ts';
import { pageHistory } from './page-history.ts';
import { collector, people } from './people.ts';
import { applyPersonChange, reactionsByPeople } from './person-changes.ts';
import type { StoredMessage } from './stored-message.ts';
import { createStoryClock } from './story-clock.ts';
import { findThreadHead, headOf, isRepostOf } from './threads.ts';
import { createTimeline, findMessage, type Timeline } from './timeline.ts';
import { computeTruth } from './truth.ts';
import { isVisibleAt, viewMessage } from './view-message.ts';
import type { ChannelChange, VisibleMessage, World, WorldEvent, WorldUser } from './world.ts';
import { WorldError } from './world-error.ts';
import type { ScriptedChannel, SourceContext, WorldOptions } from './world-source.ts';

interface LivingChannel extends ScriptedChannel {
  timeline: Timeline;
  memberLog: Members;
  activities: Activities;
}

/** What happened in one channel. */
interface Happened {
  channelId: string;
  change: ChannelChange;
}

/** Builds the world of the given sources. Throws `WorldError` for sources that cannot be one. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { seed } = options;
  // Everything published carries whole seconds.
  const epoch = Math.floor(options.epoch);
  const readClock = options.now ?? ((): number => Date.now() / 1000);
  const clock = createStoryClock(epoch, options.speed ?? 1);
  const context: SourceContext = { seed, epoch, clock, rebase: options.rebase ?? 'weeks' };
  const accessHash = createAccessHasher(`${seed}:${epoch}`);
  const journal = openJournal(options.journalFile ?? null);
  const users = new Map<string, WorldUser>();
  const channels = new Map<string, LivingChannel>();
  const names = new Map<string, NonNullable<ReturnType<World['byUsername']>>>();
  const crowds: ((id: string) => WorldUser | null)[] = [];
  const listeners = new Set<(event: WorldEvent) => void>();
  let latest = Number.NEGATIVE_INFINITY;

  function addUser(user: WorldUser): void {
    users.set(user.id, user);
    if (user.username !== null) names.set(user.username.toLowerCase(), { kind: 'user', user });
  }

  function addChannel(scripted: ScriptedChannel): void {
    const { channel, script } = scripted;
    const name = channel.username?.toLowerCase() ?? null;
    if (channels.has(channel.id) || (name !== null && names.has(name))) {
      throw new WorldError('channel-twice', `The channel ${channel.id} (${channel.title}) comes twice.`);
    }
    const memberLog = createMembers(scripted);
    const timeline = createTimeline(script);
    const activities = createActivities(timeline, clock);
    channels.set(channel.id, { ...scripted, timeline, memberLog, activities });
    if (name !== null) names.set(name, { kind: 'channel', channel });
  }

  function living(channelId: string): LivingChannel {
    const found = channels.get(channelId);
    if (found === undefined) throw new RangeError(`no channel ${channelId} in this world`);
    return found;
  }

  function now(): number {
    latest = Math.max(latest, readClock());
    return latest;
  }

  function advanceTo(time: number): void {
    for (const [channelId, { timeline }] of channels) {
      for (const change of timeline.advance(time)) emit(channelId, change);
    }
  }

  function emit(channelId: string, change: ChannelChange): void {
    tell(buildEvent(channelId, change));
  }

  function tell(event: WorldEvent): void {
    for (const listener of listeners) listener(event);
  }

  /** Brings the world to the present; every reading begins with it. */
  function present(): number {
    const time = now();
    advanceTo(time);
    return time;
  }

  /** Does what a person did, now or again at the next start. */
  function apply(entry: JournalEntry): Happened[] | null {
    const { channelId } = entry;
    const { channel, subscribersAt, memberLog } = living(channelId);
    if (entry.kind === 'post') {
      const crowd = subscribersAt(entry.at) ?? 0;
      return publish(channelId, buildPost(entry.content, channel, crowd, Math.floor(entry.at)));
    }
    if (entry.kind !== 'join' && entry.kind !== 'leave') {
      const changes = applyPersonChange(entry, living(channelId));
      const happened = changes?.map((change) => ({ channelId, change })) ?? null;
      if (entry.kind === 'edit') happened?.push(...editCopy(channelId, entry.messageId));
      return happened;
    }
    const { kind, at, userId } = entry;
    if (kind === 'join') channel.memberIds.add(userId);
    else channel.memberIds.delete(userId);
    // Whoever comes back is no administrator any more; the channel stays its creator's.
    if (kind === 'leave' && userId !== channel.creatorId) channel.adminIds.delete(userId);
    memberLog.add({ kind, at, userId, inviteHash: (kind === 'join' ? entry.inviteHash : null) ?? null });
    return [];
  }

  /** Telegram copies the posts of a channel into its discussion group at once. */
  function publish(channelId: string, post: StoredMessage): Happened[] {
    const { channel, timeline } = living(channelId);
    const happened = [{ channelId, change: timeline.publish(post) }];
    const group = discussionOf(channels, channel);
    if (group === null) return happened;
    const change = group.timeline.publish(createDiscussionCopy(channelId, post));
    return [...happened, { channelId: group.channel.id, change }];
  }

  function editCopy(channelId: string, messageId: number): Happened[] {
    const { channel, timeline } = living(channelId);
    const group = discussionOf(channels, channel);
    const post = findMessage(timeline.visible(), messageId);
    const change = group && post && editDiscussionCopy(group, channelId, post);
    return change ? [{ channelId: group.channel.id, change }] : [];
  }

  function act(entry: JournalEntry): Happened[] | null {
    const happened = apply(entry);
    if (happened === null) return null;
    journal.write(entry);
    for (const { channelId, change } of happened) emit(channelId, change);
    if (entry.kind === 'react') {
      living(entry.channelId).activities.forget();
      tell({ kind: 'react', channelId: entry.channelId, messageId: entry.messageId });
    }
    return happened;
  }

  function show(channelId: string, messages: readonly StoredMessage[], at: number): VisibleMessage[] {
    return messages.map((message) => viewMessage(channelId, message, at, clock));
  }

  for (const user of [...Object.values(people), collector]) addUser(user);
  for (const source of options.sources) {
    const content = openSource(source, context);
    content.users.forEach(addUser);
    if (content.crowdUser !== undefined) crowds.push(content.crowdUser);
    content.channels.forEach(addChannel);
  }
  for (const entry of journal.entries()) {
    latest = Math.max(latest, entry.at);
    advanceTo(entry.at);
    apply(entry);
  }
  present();

  const tickMs = options.tickMs ?? 1000;
  const timer = tickMs > 0 ? setInterval(present, tickMs) : null;
  timer?.unref();

  return {
    now,
    user(id) {
      const known = users.get(id);
      if (known !== undefined) return known;
      for (const crowd of crowds) {
        const found = crowd(id);
        if (found !== null) return found;
      }
      return null;
    },
    users: () => [...users.values()],
    addUser,
    channel: (id) => channels.get(id)?.channel ?? null,
    channels: () => [...channels.values()].map(({ channel }) => channel),
    byUsername: (name) => names.get(name.toLowerCase()) ?? null,
    subscribers(channelId, at) {
      const { subscribersAt, memberLog } = living(channelId);
      const time = at ?? now();
      const crowd = subscribersAt(time);
      return crowd === null ? null : crowd + memberLog.extraAt(time);
    },
    history(channelId, request) {
      const at = present();
      const visible = living(channelId).timeline.visible();
      return { messages: show(channelId, pageHistory(visible, request), at), count: visible.length };
    },
    message(channelId, messageId, at) {
      const time = Math.min(present(), at ?? Number.POSITIVE_INFINITY);
      const found = findMessage(living(channelId).timeline.published(), messageId);
      return found !== null && isVisibleAt(found, time) ? viewMessage(channelId, found, time, clock) : null;
    },
    pinnedMessageId(channelId) {
      present();
      const visible = living(channelId).timeline.visible();
      return visible.findLast(({ isPinned }) => isPinned)?.id ?? null;
    },
    post(channelId, content) {
      return act({ kind: 'post', at: present(), channelId, content })?.[0]?.change.messageId ?? 0;
    },
    join(channelId, userId, inviteHash) {
      if (living(channelId).channel.memberIds.has(userId)) return false;
      act({ kind: 'join', at: present(), channelId, userId, ...(inviteHash && { inviteHash }) });
      return true;
    },
    leave(channelId, userId) {
      if (!living(channelId).channel.memberIds.has(userId)) return false;
      act({ kind: 'leave', at: present(), channelId, userId });
      return true;
    },
    change: (change) => act({ ...change, at: present() }) !== null,
    personReactions(channelId, messageId) {
      const found = findMessage(living(channelId).timeline.visible(), messageId);
      return found === null ? new Map() : reactionsByPeople(found, present());
    },
    memberTotals: (channelId, at) => living(channelId).memberLog.totalsAt(at ?? now()),
    memberEvents: (channelId, from, to) => living(channelId).memberLog.eventsBetween(from, to),
    newestMembers: (channelId, count) => living(channelId).memberLog.newestAt(now(), count),
    invites: (channelId) => living(channelId).memberLog.invites(),
    inviteByHash(hash) {
      for (const { memberLog } of channels.values()) {
        const found = memberLog.invites().find((invite) => invite.hash === hash);
        if (found !== undefined) return found;
      }
      return null;
    },
    activity: (channelId, at) => living(channelId).activities.activityAt(Math.min(present(), at)),
    viewsReceived: (channelId, at) => living(channelId).activities.viewsAt(Math.min(present(), at)),
    repostsOf(channelId, messageId) {
      const at = present();
      const reposts = [...channels].flatMap(([otherId, { timeline }]) => {
        const copies = timeline.visible().filter((message) => isRepostOf(message, channelId, messageId));
        return show(otherId, copies, at);
      });
      return reposts.sort((left, right) => right.date - left.date);
    },
    threadOf(channelId, messageId) {
      present();
      const { channel, timeline } = living(channelId);
      const message = findMessage(timeline.visible(), messageId);
      if (message === null) return null;
      if (channel.kind === 'megagroup') {
        const head = headOf(message);
        return head === null ? null : { groupId: channelId, headId: head.id };
      }
      const group = discussionOf(channels, channel);
      const head = group && findThreadHead(group.timeline.visible(), channelId, message);
      return head ? { groupId: group.channel.id, headId: head.id } : null;
    },
    replies(groupId, headId, request) {
      const at = present();
      const visible = living(groupId).timeline.visible();
      const thread = visible.filter(({ replyTo }) => replyTo?.id === headId);
      return { messages: show(groupId, pageHistory(thread, request), at), count: thread.length };
    },
    pts(channelId) {
      present();
      return living(channelId).timeline.changes().length + 1;
    },
    changesSince(channelId, pts) {
      present();
      return living(channelId)
        .timeline.changes()
        .slice(Math.max(0, pts - 1));
    },
    truth(channelId, at) {
      const time = Math.min(present(), at ?? Number.POSITIVE_INFINITY);
      return computeTruth(channelId, living(channelId).timeline.published(), time, clock);
    },
    accessHash,
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    advance() {
      present();
    },
    close() {
      if (timer !== null) clearInterval(timer);
    },
  };
}
