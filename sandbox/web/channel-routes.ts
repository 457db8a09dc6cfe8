import { createRights } from '#sandbox/bot-api/admin-rights.ts';
import type { BotApi } from '#sandbox/bot-api/bot-api.ts';
import { setBotAdministrator } from '#sandbox/bot-api/channel-updates.ts';
import { findEntities } from '#sandbox/bot-api/entities/find-entities.ts';
import { maxTextLength } from '#sandbox/bot-api/entities/format-text.ts';
import { maySee } from '#sandbox/bot-api/forwarded-post.ts';
import { PersonError } from '#sandbox/bot-api/person-error.ts';
import { emojiReactions } from '#sandbox/bot-api/reactions.ts';
import { buildWorldEntities } from '#sandbox/bot-api/world-entities.ts';
import type { WorldChannel, WorldEntity, WorldUser } from '#sandbox/world/world.ts';
import { buildChannelList, buildChannelView, findChannels } from './channel-state.ts';
import type { PageRoute } from './page-routes.ts';

type Given = Parameters<PageRoute>[0];

/** What a person can do in channels: look, join, leave, write, react, forward to the bot, appoint the bot. */
export function createChannelRoutes(botApi: BotApi): [string, PageRoute][] {
  const { context, people, members } = botApi;
  const { world } = context;

  function personOf(given: Given): WorldUser {
    return people.person(String(given.person ?? ''));
  }

  /** A private channel exists only for those inside, and for whoever holds a link to it. */
  function channelOf(given: Given, user: WorldUser): WorldChannel {
    const channel = world.channel(String(given.channel ?? ''));
    if (channel === null || !maySee(channel, user))
      throw new PersonError('no-such-chat', 'There is no such channel for you.');
    return channel;
  }

  function writable(given: Given): { user: WorldUser; channel: WorldChannel } {
    const user = personOf(given);
    const channel = channelOf(given, user);
    const mayWrite =
      channel.adminIds.has(user.id) || (channel.kind === 'megagroup' && channel.memberIds.has(user.id));
    if (!mayWrite) throw new PersonError('not-allowed', 'Only administrators may write here.');
    return { user, channel };
  }

  function textOf(given: Given): { text: string; entities: WorldEntity[] } {
    const text = String(given.text ?? '')
      .trim()
      .toWellFormed();
    if (text === '' || text.length > maxTextLength)
      throw new PersonError('bad-text', `A post has 1 to ${maxTextLength} characters.`);
    return { text, entities: buildWorldEntities(findEntities(text, [])) };
  }

  function join(given: Given): unknown {
    const user = personOf(given);
    const invite = typeof given.hash === 'string' ? world.inviteByHash(given.hash) : null;
    if (given.hash !== undefined && !isUsable(invite))
      throw new PersonError('no-such-chat', 'This invite link has expired.');
    const channel = (invite && world.channel(invite.channelId)) ?? channelOf(given, user);
    world.join(channel.id, user.id, invite?.hash);
    members.sync();
    return { channel: channel.id };
  }

  function isUsable(invite: ReturnType<typeof world.inviteByHash>): boolean {
    if (invite === null || invite.isRevoked) return false;
    const isLate = invite.expireAt !== null && invite.expireAt <= world.now();
    const joins = world
      .memberEvents(invite.channelId, 0, world.now())
      .filter(({ inviteHash }) => inviteHash === invite.hash).length;
    return !isLate && (invite.usageLimit === null || joins < invite.usageLimit);
  }

  function leave(given: Given): void {
    const user = personOf(given);
    world.leave(channelOf(given, user).id, user.id);
    members.sync();
  }

  function change(given: Given, kind: 'edit' | 'delete'): void {
    const { user, channel } = writable(given);
    const messageId = Number(given.messageId);
    const message = world.message(channel.id, messageId);
    const isTheirs = channel.adminIds.has(user.id) || message?.fromId === user.id;
    const place = { channelId: channel.id, messageId };
    const isDone =
      isTheirs && world.change(kind === 'edit' ? { kind, ...place, ...textOf(given) } : { kind, ...place });
    if (!isDone) throw new PersonError('no-such-message', 'This post cannot be changed.');
  }

  function react(given: Given): void {
    const user = personOf(given);
    const channel = channelOf(given, user);
    const emoticon = given.emoji === null ? null : String(given.emoji);
    if (emoticon !== null && (!channel.hasReactions || !emojiReactions.includes(emoticon)))
      throw new PersonError('not-allowed', 'Such reactions are not allowed here.');
    const messageId = Number(given.messageId);
    world.change({ kind: 'react', channelId: channel.id, messageId, userId: user.id, emoticon });
    members.sync();
  }

  function appoint(given: Given): void {
    const user = personOf(given);
    const channel = channelOf(given, user);
    if (!channel.adminIds.has(user.id))
      throw new PersonError('not-allowed', 'Only administrators may appoint the bot.');
    const rights = Array.isArray(given.rights) ? given.rights.map(String) : null;
    setBotAdministrator(context, channel, user.id, rights !== null, createRights(rights ?? []));
    members.sync();
  }

  return [
    ['GET /api/channels', (given) => ({ channels: buildChannelList(context, personOf(given)) })],
    [
      'GET /api/find',
      (given) => ({ channels: findChannels(context, personOf(given), String(given.query ?? '')) }),
    ],
    [
      'GET /api/channel',
      (given) => {
        const user = personOf(given);
        return buildChannelView(context, channelOf(given, user), user, Number(given.before ?? 0));
      },
    ],
    ['POST /api/channel/join', join],
    ['POST /api/channel/leave', leave],
    [
      'POST /api/channel/post',
      (given) => {
        const { user, channel } = writable(given);
        return { messageId: world.post(channel.id, { ...textOf(given), authorId: user.id }) };
      },
    ],
    ['POST /api/channel/edit', (given) => change(given, 'edit')],
    ['POST /api/channel/delete', (given) => change(given, 'delete')],
    ['POST /api/channel/react', react],
    [
      'POST /api/channel/forward',
      (given) => {
        const user = personOf(given);
        return people.forward(user.id, channelOf(given, user).id, Number(given.messageId));
      },
    ],
    ['POST /api/channel/bot', appoint],
  ];
}
