import { randomBytes } from 'node:crypto';
import { type LoginNote, loginNote, noteLogin } from '#sandbox/accounts/login-notes.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import { buildAuthorization, checkApplication, logIn, newLoginId } from './auth-login.ts';
import { bytesField, intField, longField, stringField } from './fields.ts';
import type { MethodTable } from './method.ts';

/** How long an exported authorization may wait for its import. */
const exportLifetimeSeconds = 300;

/** Logging bots in, and carrying logins to other data centres. Exported authorizations wait here for their import, so each handler has a table of its own. */
export function authMethods(): MethodTable {
  const exported = new Map<string, { userId: string; dcId: number; expiresAt: number; login: LoginNote }>();

  return {
    'auth.importBotAuthorization': {
      for: 'anyone',
      answer(call) {
        checkApplication(call);
        const userId = call.botOfToken(stringField(call.request, 'bot_auth_token'));
        if (userId === null) throw new RpcError(400, 'ACCESS_TOKEN_INVALID');
        const dcId = call.accounts.standings.homeDc(userId);
        if (dcId !== call.rpc.dcId) throw new RpcError(303, `USER_MIGRATE_${dcId}`);
        return logIn(call, userId, newLoginId());
      },
    },
    'auth.exportAuthorization': {
      for: 'everyone',
      answer({ request, rpc, caller, dcs, world }) {
        const dcId = intField(request, 'dc_id');
        if (dcId === rpc.dcId || !dcs.some(({ id }) => id === dcId)) throw new RpcError(400, 'DC_ID_INVALID');
        const bytes = randomBytes(32);
        const expiresAt = world.now() + exportLifetimeSeconds;
        const login = { ...loginNote(rpc.authKeyId, rpc.authorization), isImported: true };
        exported.set(bytes.toString('hex'), { userId: caller.id, dcId, expiresAt, login });
        return { _: 'auth.exportedAuthorization', id: BigInt(caller.id), bytes };
      },
    },
    'auth.importAuthorization': {
      for: 'anyone',
      answer({ request, rpc, world }) {
        const bytes = bytesField(request, 'bytes').toString('hex');
        const found = exported.get(bytes);
        exported.delete(bytes);
        const isMeant =
          found !== undefined &&
          found.dcId === rpc.dcId &&
          found.expiresAt > world.now() &&
          BigInt(found.userId) === longField(request, 'id');
        if (!isMeant) throw new RpcError(400, 'AUTH_BYTES_INVALID');
        noteLogin(rpc.authorization, found.userId, found.login);
        return buildAuthorization(world, found.userId);
      },
    },
  };
}
