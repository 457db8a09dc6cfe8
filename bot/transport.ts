import { HttpError, type RawApi, type Transformer } from 'grammy';
import type { BotApiAnswer } from '#server/telegram-bot-api/answer.ts';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';

type Transform = Transformer<RawApi>;
/** grammY's signals come from a package, and only what both kinds have is used here. */
type Signal = Parameters<Transform>[3];

/**
 * Sends grammY's calls through our own client: its pool, its deadlines, its errors without the token. It never calls
 * the next transformer, so it has to be the first one installed. Files cannot be sent this way yet: an `InputFile`
 * refuses to become JSON.
 */
export function createTransport(client: BotApiClient): Transform {
  async function send(
    _next: unknown,
    method: string,
    payload: object,
    signal?: Signal,
  ): Promise<BotApiAnswer> {
    try {
      return await client.request(method, payload, signal === undefined ? {} : { signal: toNative(signal) });
    } catch (error) {
      throw new HttpError(error instanceof Error ? error.message : `${method} failed`, error);
    }
  }
  return send as Transform;
}

function toNative(signal: NonNullable<Signal>): AbortSignal {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener('abort', () => controller.abort());
  return controller.signal;
}
