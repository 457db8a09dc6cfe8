import type { Accounts } from '#sandbox/accounts/accounts.ts';
import type { AcceptOutcome } from '#sandbox/accounts/login-tokens.ts';
import type { Wire } from './method.ts';

/** Confirms a QR login (token in hexadecimal) as a user and tells the device that shows the code. */
export function acceptLoginToken(
  accounts: Accounts,
  wire: Wire | null,
  token: string,
  userId: string,
): AcceptOutcome {
  const outcome = accounts.tokens.accept(token, userId);
  if (outcome.kind === 'accepted') {
    const date = Math.floor(accounts.now());
    const update = { _: 'updateShort', update: { _: 'updateLoginToken' }, date };
    wire?.pushToKey(outcome.token.authKeyId, update);
  }
  return outcome;
}
