/** A refusal as the Bot API words it. The caller's fault, except for 429 and 5xx. */
export class BotApiError extends Error {
  readonly code: number;
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | null;

  constructor(code: number, description: string, parameters: BotApiError['parameters'] = null) {
    super(description);
    this.name = 'BotApiError';
    this.code = code;
    this.parameters = parameters;
  }
}

/** 400 with Telegram's prefix. */
export function badRequest(why: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${why}`);
}

/** 429 as Telegram answers it; `seconds` is rounded up. */
export function tooManyRequests(seconds: number): BotApiError {
  const wait = Math.max(1, Math.ceil(seconds));
  return new BotApiError(429, `Too Many Requests: retry after ${wait}`, { retry_after: wait });
}
