/**
 * What a Telegram server knows of logins beside the auth keys themselves: the codes it sent, the tokens behind QR
 * codes, two-step passwords, who lives in which data centre, who is frozen, how often somebody tried, and what people have
 * been told of it since. All of it
 * is kept in one file, so that a login survives a restart at every step. The methods over it are
 * `methods/auth-*.ts` and `methods/account*.ts`; tests and the page reach it through `control/`.
 */
import { type CommonBoxes, createCommonBoxes } from './common-boxes.ts';
import { createLoginCodes, type LoginCodes } from './login-codes.ts';
import { createLoginLimits, type LoginLimits } from './login-limits.ts';
import { createLoginTokens, type LoginTokens } from './login-tokens.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createStandings, type Standings } from './standings.ts';
import { openValues } from './values.ts';

export interface Accounts {
  /** Unix seconds with fraction. */
  now(): number;
  codes: LoginCodes;
  limits: LoginLimits;
  tokens: LoginTokens;
  passwords: Passwords;
  standings: Standings;
  boxes: CommonBoxes;
  close(): void;
}

export interface AccountsOptions {
  /** null: in memory only. */
  file: string | null;
  /** Wall time by default: codes and tokens are compared with the clients' clocks. */
  now?: () => number;
  /** Where everybody lives who was not moved. */
  homeDcId: number;
}

export function openAccounts(options: AccountsOptions): Accounts {
  const now = options.now ?? (() => Date.now() / 1000);
  const values = openValues(options.file);
  return {
    now,
    codes: createLoginCodes(values, now),
    limits: createLoginLimits(values, now),
    tokens: createLoginTokens(values, now),
    passwords: createPasswords(values, now),
    standings: createStandings(values, options.homeDcId),
    boxes: createCommonBoxes(values),
    close: () => values.close(),
  };
}
