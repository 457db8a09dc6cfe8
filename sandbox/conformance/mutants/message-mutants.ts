import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { changeObjects, changeRequest } from './change-answer.ts';
import type { Mutant } from './mutant.ts';

const history = ['messages.getHistory'];

const plus = (object: TlObject, field: string, by: number): TlObject =>
  typeof object[field] === 'number' ? { ...object, [field]: object[field] + by } : object;

const without = (object: TlObject, field: string): TlObject => ({ ...object, [field]: undefined });

function reversed(object: TlObject, field: string): TlObject {
  const list = object[field];
  return Array.isArray(list) ? { ...object, [field]: list.toReversed() } : object;
}

/** Lies about messages and about pages of them. */
export const messageMutants: readonly Mutant[] = [
  {
    title: 'counts one view too many',
    methods: history,
    mutate: changeObjects('message', (message) => plus(message, 'views', 1)),
  },
  {
    title: 'counts one forward less',
    methods: history,
    mutate: changeObjects('message', (message) => plus(message, 'forwards', -1)),
  },
  {
    title: 'cuts the grouped_id of an album to a double',
    methods: history,
    mutate: changeObjects('message', (message) =>
      typeof message.grouped_id === 'bigint'
        ? { ...message, grouped_id: BigInt(Number(message.grouped_id)) }
        : message,
    ),
  },
  {
    title: 'shows edits that are hidden, and hides the others',
    methods: history,
    mutate: changeObjects('message', (message) =>
      typeof message.edit_date === 'number' ? { ...message, edit_hide: message.edit_hide !== true } : message,
    ),
  },
  {
    title: 'sorts reactions the other way round',
    methods: history,
    mutate: changeObjects('messageReactions', (reactions) => reversed(reactions, 'results')),
  },
  {
    title: 'takes paid reactions for ordinary ones',
    methods: history,
    mutate: changeObjects('reactionPaid', () => ({ _: 'reactionEmoji', emoticon: '⭐' })),
  },
  {
    title: 'cuts the id of a custom emoji to a double',
    methods: history,
    mutate: changeObjects('reactionCustomEmoji', (reaction) => ({
      ...reaction,
      document_id: BigInt(Number(reaction.document_id)),
    })),
  },
  {
    title: 'forgets which post a repost came from',
    methods: history,
    mutate: changeObjects('messageFwdHeader', (header) => without(header, 'channel_post')),
  },
  {
    title: 'lets entities begin one character late',
    methods: history,
    mutate: changeObjects('messageEntityHashtag', (entity) => plus(entity, 'offset', 1)),
  },
  {
    title: 'forgets that a message is pinned',
    methods: ['messages.search'],
    mutate: changeObjects('message', (message) => without(message, 'pinned')),
  },
  {
    title: 'forgets that a message is the post of a channel',
    methods: history,
    mutate: changeObjects('message', (message) => without(message, 'post')),
  },
  {
    title: 'counts one comment less',
    methods: history,
    mutate: changeObjects('messageReplies', (replies) => plus(replies, 'replies', -1)),
  },
  {
    title: 'says a wrong pts with a page',
    methods: history,
    mutate: changeObjects('messages.channelMessages', (page) => plus(page, 'pts', 1)),
  },
  {
    title: 'counts one message too many in a channel',
    methods: history,
    mutate: changeObjects('messages.channelMessages', (page) => plus(page, 'count', 1)),
  },
  {
    title: 'leaves out the channels that messages name',
    methods: history,
    mutate: changeObjects('messages.channelMessages', (page) => ({
      ...page,
      chats: Array.isArray(page.chats) ? page.chats.slice(0, 1) : [],
    })),
  },
  {
    title: 'begins a page one message early',
    methods: history,
    mutate: changeRequest('messages.getHistory', (request) =>
      Number(request.offset_id) > 1 ? plus(request, 'offset_id', 1) : request,
    ),
  },
  {
    title: 'gives one message less than asked for',
    methods: history,
    mutate: changeRequest('messages.getHistory', (request) =>
      Number(request.limit) > 1 && Number(request.limit) <= 100 ? plus(request, 'limit', -1) : request,
    ),
  },
  {
    title: 'counts min_id in',
    methods: history,
    mutate: changeRequest('messages.getHistory', (request) =>
      Number(request.min_id) > 0 ? plus(request, 'min_id', -1) : request,
    ),
  },
  {
    title: 'leaves out what is not there, so that answers no longer fit the ids',
    methods: ['channels.getMessages'],
    mutate: changeObjects('messages.channelMessages', (page) => ({
      ...page,
      messages: Array.isArray(page.messages)
        ? page.messages.filter((message: TlObject) => message._ !== 'messageEmpty')
        : [],
    })),
  },
  {
    title: 'tells no deletions',
    methods: ['updates.getChannelDifference'],
    mutate: changeObjects('updates.channelDifference', (difference) => ({
      ...difference,
      other_updates: Array.isArray(difference.other_updates)
        ? difference.other_updates.filter((update: TlObject) => update._ !== 'updateDeleteChannelMessages')
        : [],
    })),
  },
  {
    title: 'says too early that nothing more is to come',
    methods: ['updates.getChannelDifference'],
    mutate: changeObjects('updates.channelDifference', (difference) => ({ ...difference, final: true })),
  },
  {
    title: 'lists dialogs the other way round',
    methods: ['messages.getDialogs'],
    mutate: changeObjects('messages.dialogs', (list) => reversed(list, 'dialogs')),
  },
];
