import { createRights, rightNames } from '#sandbox/bot-api/admin-rights.ts';
import type { BotApi } from '#sandbox/bot-api/bot-api.ts';
import type { BotMessage } from '#sandbox/bot-api/bot-objects.ts';
import { setBotAdministrator } from '#sandbox/bot-api/channel-updates.ts';
import type { InlineAnswer } from '#sandbox/bot-api/inline-queries.ts';
import { inlineFeedback } from '#sandbox/bot-api/people-inline.ts';
import type { World, WorldChannel } from '#sandbox/world/world.ts';
import { appointingPerson } from './appointing-person.ts';
import { ControlError } from './control-error.ts';

/** What people do in channels and with the bot beyond writing to it. */
export type PeopleOperations = {
  /** `isHidden`: people see no mark of the edit. */
  editPost(given: {
    channelId: string;
    messageId: number;
    text: string;
    isHidden?: boolean;
  }): Promise<{ hasChanged: boolean }>;
  deletePost(given: { channelId: string; messageId: number }): Promise<{ hasChanged: boolean }>;
  /** `emoji` null takes the reaction back. */
  reactToPost(given: {
    channelId: string;
    messageId: number;
    personId: string;
    emoji: string | null;
  }): Promise<{ hasChanged: boolean }>;
  /** Makes the bot an administrator with exactly these rights, by the Bot API's names. */
  setBotRights(given: {
    channelId: string;
    personId: string;
    rights: string[];
  }): Promise<{ rights: string[] }>;
  /** Joins a channel by an invite link's hash. */
  joinByLink(given: { personId: string; hash: string }): Promise<{ hasChanged: boolean }>;
  /** Types `@bot query` and waits for the results; null: none within ten seconds. */
  askInline(given: {
    personId: string;
    query: string;
    offset?: string;
  }): Promise<{ queryId: string; answer: InlineAnswer | null }>;
  chooseInline(given: { personId: string; queryId: string; resultId: string }): Promise<BotMessage>;
  /** Whether chosen results are told to the bot; off at the start, as with BotFather. */
  setInlineFeedback(given: { isOn: boolean }): Promise<{ isOn: boolean }>;
  /** Presses a `request_chat` button of the reply keyboard and picks a channel. */
  shareChat(given: { personId: string; requestId: number; channelId: string }): Promise<BotMessage>;
  shareContact(given: { personId: string }): Promise<BotMessage>;
  /** Reacts to a message of the chat with the bot. */
  reactToMessage(given: {
    personId: string;
    messageId: number;
    emoji: string | null;
  }): Promise<{ emoji: string | null }>;
};

export function createPeopleOperations(world: World, botApi: BotApi): PeopleOperations {
  const { people, context, inlinePeople, sharing, members } = botApi;

  function channelOf(channelId: string): WorldChannel {
    const channel = world.channel(channelId);
    if (channel === null) throw new ControlError('no-such-channel', `There is no channel ${channelId}.`);
    return channel;
  }

  return {
    editPost: async ({ channelId, messageId, text, isHidden }) => ({
      hasChanged: world.change({
        kind: 'edit',
        channelId: channelOf(channelId).id,
        messageId,
        text,
        ...(isHidden === undefined ? {} : { isHidden }),
        entities: [],
      }),
    }),
    deletePost: async ({ channelId, messageId }) => ({
      hasChanged: world.change({ kind: 'delete', channelId: channelOf(channelId).id, messageId }),
    }),
    reactToPost: async ({ channelId, messageId, personId, emoji }) => {
      const place = { channelId: channelOf(channelId).id, messageId };
      const userId = people.person(personId).id;
      const hasChanged = world.change({ kind: 'react', ...place, userId, emoticon: emoji });
      members.sync();
      return { hasChanged };
    },
    setBotRights: async ({ channelId, personId, rights }) => {
      const channel = channelOf(channelId);
      const unknown = rights.find((right) => !rightNames.some((name) => name === right));
      if (unknown !== undefined) {
        throw new ControlError(
          'bad-argument',
          `There is no right ${unknown}; there are ${rightNames.join(', ')}.`,
        );
      }
      const actor = appointingPerson(people, personId, channel);
      setBotAdministrator(context, channel, actor, true, createRights(rights));
      members.sync();
      return { rights };
    },
    joinByLink: async ({ personId, hash }) => {
      const invite = world.inviteByHash(hash);
      if (invite === null) throw new ControlError('no-such-link', `There is no invite link ${hash}.`);
      const hasChanged = world.join(invite.channelId, people.person(personId).id, hash);
      members.sync();
      return { hasChanged };
    },
    askInline: async ({ personId, query, offset }) =>
      inlinePeople.ask(people.person(personId), query, offset ?? ''),
    chooseInline: async ({ personId, queryId, resultId }) =>
      inlinePeople.choose(people.person(personId), queryId, resultId),
    setInlineFeedback: async ({ isOn }) => {
      context.store.saveSetting(inlineFeedback, isOn);
      return { isOn };
    },
    shareChat: async ({ personId, requestId, channelId }) => {
      const message = sharing.shareChat(people.person(personId), requestId, channelOf(channelId).id);
      members.sync();
      return message;
    },
    shareContact: async ({ personId }) => sharing.shareContact(people.person(personId)),
    reactToMessage: async ({ personId, messageId, emoji }) => {
      sharing.react(people.person(personId), messageId, emoji);
      return { emoji };
    },
  };
}

/** Their names, for the server and the client. */
export const peopleOperationNames = [
  'editPost',
  'deletePost',
  'reactToPost',
  'setBotRights',
  'joinByLink',
  'askInline',
  'chooseInline',
  'setInlineFeedback',
  'shareChat',
  'shareContact',
  'reactToMessage',
] as const satisfies readonly (keyof PeopleOperations)[];
