import { loginHash } from '#sandbox/accounts/login-notes.ts';
import { type Login, listLogins } from '#sandbox/accounts/logins.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { MethodTable } from './method.ts';

/** After so long nobody is asked any more whether a login was theirs. */
const autoConfirmSeconds = 7 * 86_400;

/** What people see of their own logins. */
export const accountMethods: MethodTable = {
  'account.getAuthorizations': {
    for: 'people',
    answer({ caller, rpc, keyStores, apiId, accounts }) {
      const logins = listLogins(keyStores ?? [], caller.id, rpc);
      const isOwn = ({ keys }: Login) => keys.some(({ authKeyId }) => authKeyId === rpc.authKeyId);
      const now = accounts.now();
      return {
        _: 'account.authorizations',
        authorization_ttl_days: 180,
        authorizations: [...logins.filter(isOwn), ...logins.filter((login) => !isOwn(login))].map((login) =>
          buildLogin(login, isOwn(login), apiId, now),
        ),
      };
    },
  },
};

function buildLogin(login: Login, isCurrent: boolean, apiId: number, now: number): TlObject {
  const { authorization, note, keys } = login;
  const isUnconfirmed = note.isUnconfirmed && now - note.at < autoConfirmSeconds;
  return {
    _: 'authorization',
    current: isCurrent,
    password_pending: login.isPending || undefined,
    unconfirmed: isUnconfirmed || undefined,
    // The current login is known by 0, as Telegram does it, so that nobody resets their own by its hash.
    hash: isCurrent ? 0n : loginHash(note.id),
    device_model: authorization.deviceModel,
    platform: '',
    system_version: authorization.systemVersion,
    api_id: authorization.apiId ?? apiId,
    app_name: 'Local Telegram client',
    app_version: authorization.appVersion,
    date_created: Math.floor(note.at),
    date_active: Math.floor(Math.max(...keys.map((key) => key.authorization.activeAt))),
    ip: '127.0.0.1',
    country: 'Nowhere',
    region: '',
  };
}
