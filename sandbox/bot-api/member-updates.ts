import type { MemberEvent, WorldChannel, WorldReaction } from '#sandbox/world/world.ts';
import { buildBotUser, buildChannelChat } from './build-objects.ts';
import type { BotApiContext } from './context.ts';
import { buildInviteLink } from './invite-links.ts';

/** How often the world is asked; what people do on the page is told at once. */
const tickMs = 1_000;
/** Reactions are followed on so many of the newest messages. */
const followedMessages = 30;

/** Tells the bot who came to the channels it administers and who left them, and how reactions to posts changed. */
export interface MemberUpdates {
  /** Sends what has happened since the last time. */
  sync(): void;
  close(): void;
}

/** Follows joins, leaves and reactions, the crowd's as well as people's, as Telegram tells administrators of them. */
export function followMembers(context: BotApiContext): MemberUpdates {
  const { world, updates, bot } = context;
  let since = world.now();
  const reactions = new Map<string, Map<number, string>>();
  /** How many events of the very instant `since` were looked at, by channel: time may stand still between two looks. */
  const seenAtSince = new Map<string, number>();

  function sync(): void {
    const until = world.now();
    for (const channel of world.channels()) {
      if (!channel.adminIds.has(bot.id)) {
        reactions.delete(channel.id);
        seenAtSince.delete(channel.id);
        continue;
      }
      const events = takeMemberEvents(channel, until);
      if (updates.isWanted('chat_member')) for (const event of events) addMember(channel, event);
      if (updates.isWanted('message_reaction_count')) followReactions(channel, until);
    }
    since = until;
  }

  /** Who came and left since the last look, those of its own instant included that came after it. */
  function takeMemberEvents({ id }: WorldChannel, until: number): MemberEvent[] {
    const events = world.memberEvents(id, since - 1, until).filter(({ at }) => at >= since);
    const ofSince = events.filter(({ at }) => at === since).length;
    const seen = seenAtSince.get(id) ?? ofSince;
    seenAtSince.set(id, events.filter(({ at }) => at === until).length);
    return events.slice(seen);
  }

  function addMember(channel: WorldChannel, event: MemberEvent): void {
    const person = world.user(event.userId);
    if (person === null || person.id === bot.id) return;
    const user = buildBotUser(person);
    const [outside, inside] = [
      { user, status: 'left' },
      { user, status: 'member' },
    ];
    const hasJoined = event.kind === 'join';
    const invite = event.inviteHash === null ? null : world.inviteByHash(event.inviteHash);
    const payload = {
      chat: buildChannelChat(channel),
      from: user,
      date: Math.floor(event.at),
      old_chat_member: hasJoined ? outside : inside,
      new_chat_member: hasJoined ? inside : outside,
      ...(invite !== null && { invite_link: buildInviteLink(invite, context) }),
    };
    updates.add('chat_member', payload, `member:${channel.id}`);
  }

  function followReactions(channel: WorldChannel, until: number): void {
    const known = reactions.get(channel.id);
    const seen = new Map<number, string>();
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: followedMessages, minId: 0, maxId: 0 };
    for (const message of world.history(channel.id, page).messages) {
      const counts = message.reactions.map(buildCount);
      const text = JSON.stringify(counts);
      seen.set(message.id, text);
      // What is seen for the first time is the state to start from; new posts start without any.
      if (known === undefined || text === (known.get(message.id) ?? '[]')) continue;
      const payload = {
        chat: buildChannelChat(channel),
        message_id: message.id,
        date: Math.floor(until),
        reactions: counts,
      };
      updates.add('message_reaction_count', payload, `reaction:${channel.id}`);
    }
    reactions.set(channel.id, seen);
  }

  const timer = setInterval(sync, tickMs);
  timer.unref();
  sync();
  return { sync, close: () => clearInterval(timer) };
}

function buildCount({ emoticon, customEmojiId, count }: WorldReaction): Record<string, unknown> {
  const type =
    emoticon !== undefined
      ? { type: 'emoji', emoji: emoticon }
      : customEmojiId !== undefined
        ? { type: 'custom_emoji', custom_emoji_id: customEmojiId }
        : { type: 'paid' };
  return { type, total_count: count };
}
