import type { Log } from '#server/log.ts';
import { withDeadline } from '#server/process.ts';

const deadlineMs = 3_000;

/** The one question asked of the Bot API here. */
interface BotApi {
  getMe(): Promise<{ username?: string | undefined }>;
}

/**
 * Creates a reader of the bot's name that asks until it was answered once, one question at a time. A Bot API out of
 * reach gives null: the Mini App then shows no link, and everything else goes on.
 */
export function createBotUsername(botApi: BotApi, log: Log): () => Promise<string | null> {
  let known: string | null = null;
  let asking: Promise<string | null> | null = null;
  async function ask(): Promise<string | null> {
    try {
      known = (await withDeadline(botApi.getMe(), deadlineMs, 'getMe')).username ?? null;
    } catch (error) {
      log.warn({ err: error }, 'the Bot API did not say who the bot is');
    } finally {
      asking = null;
    }
    return known;
  }
  return async () => {
    if (known !== null) return known;
    asking ??= ask();
    return await asking;
  };
}
