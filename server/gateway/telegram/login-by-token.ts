import { Api } from 'telegram';
import type { LoginClient } from './login-client.ts';

/** What a QR login stands at. */
export type TokenOutcome =
  /** To be shown; `expiresAt` is in milliseconds. */
  | { kind: 'token'; token: Buffer; expiresAt: number }
  /** Confirmed by somebody who lives in another data centre: there this other token is taken, with a key of there. */
  | { kind: 'moved'; dcId: number; token: Buffer }
  /** This key is logged in. */
  | { kind: 'authorized' };

/**
 * Asks for a token to show, or for the login when the one shown was confirmed. A two-step password that is wanted is a
 * failure of kind `password-needed`.
 */
export async function exportLoginToken(client: LoginClient): Promise<TokenOutcome> {
  return build(await client.invoke(new Api.auth.ExportLoginToken({ ...client.application, exceptIds: [] })));
}

/** Takes the token of a login that moved to this data centre. */
export async function importLoginToken(client: LoginClient, token: Buffer): Promise<TokenOutcome> {
  return build(await client.invoke(new Api.auth.ImportLoginToken({ token })));
}

function build(answer: Api.auth.TypeLoginToken): TokenOutcome {
  switch (answer.className) {
    case 'auth.LoginToken':
      return { kind: 'token', token: answer.token, expiresAt: answer.expires * 1_000 };
    case 'auth.LoginTokenMigrateTo':
      return { kind: 'moved', dcId: answer.dcId, token: answer.token };
    default:
      return { kind: 'authorized' };
  }
}
