import type { Database } from '#server/db/database.ts';
import type { Log } from '#server/log.ts';
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
  measureRequest: MeasureRequest;
  log: Log;
  now(): Date;
}
