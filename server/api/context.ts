import type { Viewer } from '#contract/session.ts';
import type { Database } from '#server/db/database.ts';
import type { AccountClient } from '#server/gateway-client/account-answers.ts';
import type { LoginGatewayClient } from '#server/gateway-client/create-login-client.ts';
import type { Log } from '#server/log.ts';
import type { AccountTexts } from './account-texts.ts';
import type { MeasureRequest } from './request-metrics.ts';

/** What the routes need; built once in main.ts, or by a test. */
export interface ApiContext {
  database: Database;
  /** Init data is signed with it. */
  botToken: string;
  /** Telegram user ids of the operators, from the configuration. */
  adminIds: ReadonlySet<string>;
  /** Origins that may show the Mini App in a frame. */
  miniAppHosts: string[];
  /** False: the bot lives in a Telegram of its own, of which t.me knows nothing. */
  isRealTelegram: boolean;
  /** Without `@`; null while the Bot API cannot be asked. */
  loadBotUsername(): Promise<string | null>;
  /** Connected accounts, which only the gateway can ask. */
  accounts: AccountClient;
  /** Accounts that come and go; a gateway that is not there refuses with `no-source`. */
  logins: LoginGatewayClient;
  /** Who may connect an account by phone number and code. */
  accountPhoneLogin: 'off' | 'admins' | 'everyone';
  texts: Record<Viewer['language'], AccountTexts>;
  measureRequest: MeasureRequest;
  log: Log;
  now(): Date;
}
