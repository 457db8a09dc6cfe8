import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import { buildUser } from './build/build-user.ts';
import { objectField, objectsField } from './fields.ts';
import type { MethodTable } from './method.ts';
import { findUser } from './peers.ts';

/** Who somebody is. */
export const userMethods: MethodTable = {
  'users.getUsers': {
    for: 'everyone',
    // Users the caller cannot name are left out, as Telegram does.
    answer: (call) =>
      objectsField(call.request, 'id')
        .map((input) => findUser(call, input))
        .filter((user) => user !== null)
        .map((user) => buildUser(call.world, call.caller.id, user)),
  },
  'users.getFullUser': {
    for: 'everyone',
    answer(call) {
      const user = findUser(call, objectField(call.request, 'id'));
      if (user === null) throw new RpcError(400, 'USER_ID_INVALID');
      return {
        _: 'users.userFull',
        full_user: {
          _: 'userFull',
          id: BigInt(user.id),
          settings: { _: 'peerSettings' },
          notify_settings: { _: 'peerNotifySettings' },
          bot_info: user.isBot ? { _: 'botInfo', user_id: BigInt(user.id) } : undefined,
          common_chats_count: 0,
        },
        chats: [],
        users: [buildUser(call.world, call.caller.id, user)],
      };
    },
  },
};
