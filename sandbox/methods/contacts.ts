import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import { buildChannel } from './build/build-channel.ts';
import { buildUser } from './build/build-user.ts';
import { stringField } from './fields.ts';
import type { MethodTable } from './method.ts';

/** What Telegram takes for a name at all: four-letter ones are sold on Fragment, shorter ones do not exist. */
const usernamePattern = /^[a-z](?!.*__)\w{2,30}[a-z0-9]$/i;

/** Finding channels and people by name. */
export const contactMethods: MethodTable = {
  'contacts.resolveUsername': {
    for: 'everyone',
    answer({ request, world, caller }) {
      const name = stringField(request, 'username');
      if (!usernamePattern.test(name)) throw new RpcError(400, 'USERNAME_INVALID');
      const found = world.byUsername(name);
      if (found === null) throw new RpcError(400, 'USERNAME_NOT_OCCUPIED');
      if (found.kind === 'user') {
        return {
          _: 'contacts.resolvedPeer',
          peer: { _: 'peerUser', user_id: BigInt(found.user.id) },
          chats: [],
          users: [buildUser(world, caller.id, found.user)],
        };
      }
      return {
        _: 'contacts.resolvedPeer',
        peer: { _: 'peerChannel', channel_id: BigInt(found.channel.id) },
        chats: [buildChannel(world, caller.id, found.channel)],
        users: [],
      };
    },
  },
};
