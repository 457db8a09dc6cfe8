import type { RpcAnswer, RpcCall, RpcHandler } from '#sandbox/mtproto/rpc-call.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { people } from '#sandbox/world/people.ts';
import { createScene, type Setting } from '../scene.ts';
import { isTlObject } from '../spelling.ts';
import { changeError, changeObjects } from './change-answer.ts';
import type { Mutant, Mutate } from './mutant.ts';

const channelMethods = ['channels.getFullChannel', 'channels.getChannels'];
const ownerId = people.owner.id;

/** A lie about who asks: what is refused with `text` is answered as if the owner had asked. */
function answerAsOwner(text: string): Mutate {
  return async (call, answer, setting) => {
    try {
      return await answer(call);
    } catch (failure) {
      if (!(failure instanceof RpcError) || failure.message !== text) throw failure;
      return askAsOwner(call, answer, setting);
    }
  };
}

function askAsOwner(call: RpcCall, answer: RpcHandler, setting: Setting): Promise<RpcAnswer> {
  const { hash } = createScene(setting, 'owner');
  const authorization = { ...call.authorization, userId: ownerId };
  return answer({ ...call, authorization, request: renamePeers(call.request, hash) as TlObject });
}

/** The same value with the access hashes of another caller. */
function renamePeers(value: unknown, hash: (peerId: string) => bigint): unknown {
  if (Array.isArray(value)) return value.map((part) => renamePeers(part, hash));
  if (!isTlObject(value)) return value;
  const fields = Object.entries(value).map(([name, part]) => [name, renamePeers(part, hash)]);
  const peerId = value.channel_id ?? value.user_id;
  const isNamed = peerId !== undefined && value.access_hash !== undefined;
  return { ...Object.fromEntries(fields), ...(isNamed && { access_hash: hash(String(peerId)) }) };
}

/** Lies about channels, people and what they may see. */
export const accessMutants: readonly Mutant[] = [
  {
    title: 'hands out the access hashes of another caller',
    methods: [...channelMethods, 'contacts.resolveUsername'],
    mutate: (call, answer, setting) => {
      const { hash } = createScene(setting, 'owner');
      const lend = changeObjects('channel', (channel) => ({
        ...channel,
        access_hash: hash(String(channel.id)),
      }));
      return lend(call, answer, setting);
    },
  },
  {
    title: 'takes the access hash of any caller',
    methods: channelMethods,
    mutate: answerAsOwner('CHANNEL_INVALID'),
  },
  {
    title: 'leaks a private channel to who is no member',
    methods: channelMethods,
    mutate: answerAsOwner('CHANNEL_PRIVATE'),
  },
  {
    title: 'lets bots read histories',
    methods: ['messages.getHistory'],
    mutate: answerAsOwner('BOT_METHOD_INVALID'),
  },
  {
    title: 'answers somebody who is not logged in',
    methods: ['users.getUsers'],
    mutate: answerAsOwner('AUTH_KEY_UNREGISTERED'),
  },
  {
    title: 'tells readers who else is a member',
    methods: ['channels.getParticipant'],
    mutate: answerAsOwner('CHAT_ADMIN_REQUIRED'),
  },
  {
    title: 'refuses private channels with the code of a missing right',
    methods: channelMethods,
    mutate: changeError('CHANNEL_PRIVATE', 403, 'CHANNEL_PRIVATE'),
  },
  {
    title: 'says that a name is bad where nobody has it',
    methods: ['contacts.resolveUsername'],
    mutate: changeError('USERNAME_NOT_OCCUPIED', 400, 'USERNAME_INVALID'),
  },
  {
    title: 'drops the flag that a channel is one',
    methods: channelMethods,
    mutate: changeObjects('channel', (channel) => ({ ...channel, broadcast: undefined })),
  },
  {
    title: 'takes everybody for a member',
    methods: channelMethods,
    mutate: changeObjects('channel', (channel) => ({ ...channel, left: undefined })),
  },
  {
    title: 'counts one subscriber too many',
    methods: ['channels.getFullChannel'],
    mutate: changeObjects('channelFull', (full) => ({
      ...full,
      participants_count: Number(full.participants_count) + 1,
    })),
  },
  {
    title: 'offers statistics to everybody',
    methods: ['channels.getFullChannel'],
    mutate: changeObjects('channelFull', (full) => ({ ...full, can_view_stats: true })),
  },
  {
    title: 'says a wrong pts with a channel',
    methods: ['channels.getFullChannel'],
    mutate: changeObjects('channelFull', (full) => ({ ...full, pts: Number(full.pts) - 1 })),
  },
  {
    title: 'allows reactions where there are none',
    methods: ['channels.getFullChannel'],
    mutate: changeObjects('chatReactionsNone', () => ({ _: 'chatReactionsAll', allow_custom: true })),
  },
  {
    title: 'shows the phone of other people',
    methods: ['users.getUsers'],
    mutate: changeObjects('user', (user) => ({ ...user, phone: user.phone ?? '79990000000' })),
  },
  {
    title: 'announces a data centre under the number of another',
    methods: ['help.getConfig'],
    mutate: changeObjects('dcOption', (option) => ({
      ...option,
      id: Number(option.id) % 2 === 0 ? 4 : option.id,
    })),
  },
];
