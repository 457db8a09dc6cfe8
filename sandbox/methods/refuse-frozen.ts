import type { Accounts } from '#sandbox/accounts/accounts.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';

/**
 * What a frozen account may still call: it sees its own settings, logins and the chats it is in. Everything that
 * finds, joins or changes something is refused; channels it is no member of are refused where they are named.
 */
const allowed = new Set([
  'account.getAuthorizations',
  'account.getPassword',
  'auth.exportAuthorization',
  'auth.logOut',
  'channels.getChannels',
  'channels.getFullChannel',
  'channels.getMessages',
  'channels.getParticipant',
  'messages.getDialogs',
  'messages.getHistory',
  'messages.getMessagesViews',
  'updates.getChannelDifference',
  'updates.getDifference',
  'updates.getState',
  'users.getFullUser',
  'users.getUsers',
]);

/** Throws `FROZEN_METHOD_INVALID` for what a frozen account must not call. */
export function refuseFrozen(accounts: Accounts, userId: string, method: string): void {
  if (accounts.standings.freeze(userId) === null || allowed.has(method)) return;
  throw new RpcError(420, 'FROZEN_METHOD_INVALID');
}
