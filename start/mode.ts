import { existsSync, readFileSync } from 'node:fs';
import type { Variables } from './settings/env-file.ts';
import { StartError } from './start-error.ts';

/**
 * What a start runs against. Everything it keeps (database, secrets, ports, logs) lies in folders of this name, so that
 * the demo never meets a real bot's data, nor one bot another's.
 */
export interface Mode {
  /** `demo`, or `telegram-` and the bot's id. */
  name: string;
  isDemo: boolean;
}

export function chooseMode(configuration: Variables): Mode {
  const token = readToken(configuration);
  if (token === null) return { name: 'demo', isDemo: true };
  const botId = /^(\d+):./.exec(token)?.[1];
  if (botId === undefined)
    throw new StartError('TELEGRAM_BOT_TOKEN must look like 123456:ABC…, as @BotFather gives it.');
  return { name: `telegram-${botId}`, isDemo: false };
}

/** null: there is none, so the local Telegram is meant. */
function readToken(configuration: Variables): string | null {
  const { TELEGRAM_BOT_TOKEN: token = '', TELEGRAM_BOT_TOKEN_FILE: file = '' } = configuration;
  if (token !== '') return token;
  if (file === '') return null;
  if (!existsSync(file)) throw new StartError(`TELEGRAM_BOT_TOKEN_FILE names ${file}, which does not exist.`);
  return readFileSync(file, 'utf8').trim();
}
