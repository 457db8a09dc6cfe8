import { people } from '../people.ts';
import { createStoredMessage, type StoredMessage } from '../stored-message.ts';
import { daySeconds } from '../story-clock.ts';
import type { ChannelScript } from '../timeline.ts';
import type { ScriptedChannel, SourceContent, SourceContext } from '../world-source.ts';
import { demoProfiles } from './channels.ts';
import { createMemberScript } from './create-member-script.ts';
import { crowdUser } from './crowd.ts';
import { groupMembers, sampleBot } from './group-members.ts';
import { createMemberFlow, type MemberFlow } from './member-flow.ts';
import type { DemoProfile } from './profile.ts';
import { createCommentWriter } from './write-comments.ts';
import { type DayWriter, writeDay } from './write-day.ts';

const historyDays = 120;

/** Nine channels and a group with 120 days of history that go on as time passes. */
export function createDemo({ seed, epoch, clock }: SourceContext): SourceContent {
  const epochDay = Math.floor(epoch / daySeconds);
  const firstDay = epochDay - historyDays;
  const written = new Map<string, StoredMessage[]>();
  const writers = new Map<string, DayWriter>();

  /** Each day is written once, because reposts point at the very messages of other days. */
  function dayOf(channelId: string, day: number): StoredMessage[] {
    const writer = writers.get(channelId);
    if (writer === undefined || day < firstDay) return [];
    const key = `${channelId}:${day}`;
    const known = written.get(key);
    if (known !== undefined) return known;
    const messages = writeDay(writer, day);
    written.set(key, messages);
    return messages;
  }

  const [firstAuthor, ...authors] = groupMembers.map(({ id }) => id);
  const authorIds: DayWriter['authorIds'] = [firstAuthor ?? people.viewer.id, ...authors];

  /** What is said in a group on one day: remarks of its own, and comments below its channel's posts. */
  function groupDays(groupId: string, channelId: string): (day: number) => StoredMessage[] {
    const repeaters = demoProfiles.filter(({ repostsFrom }) => repostsFrom.includes(channelId));
    const writeComments = createCommentWriter({
      channelId,
      seed,
      clock,
      authorIds,
      postsOf(day) {
        // Reposts of the day bring readers, so they must be written before anybody counts comments.
        for (const { id } of repeaters) dayOf(id, day);
        return dayOf(channelId, day);
      },
    });
    return (day) =>
      [...writeComments(day), ...dayOf(groupId, day)].sort((left, right) => left.date - right.date);
  }

  const channels = demoProfiles.map((profile) => {
    const flow = createMemberFlow(profile, seed, firstDay, epochDay);
    writers.set(profile.id, {
      profile,
      seed,
      clock,
      flow,
      authorIds,
      originals: dayOf,
    });
    const days =
      profile.kind === 'megagroup' && profile.linkedChatId !== null
        ? groupDays(profile.id, profile.linkedChatId)
        : (day: number): StoredMessage[] => dayOf(profile.id, day);
    return createDemoChannel(profile, flow, { clock, seed }, firstDay, days);
  });
  return { users: [...groupMembers, sampleBot], channels, crowdUser };
}

function createDemoChannel(
  profile: DemoProfile,
  flow: MemberFlow,
  { clock, seed }: Pick<SourceContext, 'clock' | 'seed'>,
  firstDay: number,
  dayOf: (day: number) => StoredMessage[],
): ScriptedChannel {
  const creatorId = profile.creator === null ? null : people[profile.creator].id;
  const adminIds = profile.admins.map((role) => people[role].id);
  if (creatorId !== null) adminIds.unshift(creatorId);
  const memberIds = profile.members.map((role) => people[role].id);
  const createdAt = firstDay * daySeconds;
  const namedCount = new Set([...adminIds, ...memberIds]).size;
  return {
    channel: {
      id: profile.id,
      username: profile.username,
      title: profile.title,
      about: profile.about,
      kind: profile.kind,
      createdAt,
      linkedChatId: profile.linkedChatId,
      creatorId,
      adminIds: new Set(adminIds),
      memberIds: new Set([...adminIds, ...memberIds]),
      hasReactions: profile.palette.length > 0,
      isVerified: profile.isVerified,
    },
    script: createDailyScript(createdAt, clock, firstDay, dayOf),
    // People come and go at whole seconds, because that is what Telegram dates them with.
    subscribersAt: (at) => flow.subscribersAt(clock.toStory(Math.floor(at))),
    members: createMemberScript({ profile, flow, clock, seed, createdAt, creatorId, namedCount }),
  };
}

/** The channel's creation and its pinned first post, then one story day after the other, each written when it begins. */
function createDailyScript(
  createdAt: number,
  clock: SourceContext['clock'],
  firstDay: number,
  dayOf: (day: number) => StoredMessage[],
): ChannelScript {
  let nextDay = firstDay;
  let hasPinned = false;

  /** The first post is pinned a minute after its publication, which is a service message. */
  function pinFirst(messages: StoredMessage[]): StoredMessage[] {
    const [first, ...others] = messages;
    if (hasPinned || first === undefined) return messages;
    hasPinned = true;
    first.isPinned = true;
    const pinning = createStoredMessage({ date: first.date + 60, service: 'messageActionPinMessage' });
    return [first, ...others, pinning].sort((left, right) => left.date - right.date);
  }

  return {
    messagesThrough(time) {
      const messages: StoredMessage[] = [];
      for (; nextDay * daySeconds <= clock.toStory(time); nextDay += 1) {
        if (nextDay === firstDay) {
          messages.push(createStoredMessage({ date: createdAt, service: 'messageActionChannelCreate' }));
        }
        messages.push(...pinFirst(dayOf(nextDay)));
      }
      return messages;
    },
  };
}
