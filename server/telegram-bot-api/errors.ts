/**
 * The Bot API refused a call. `errorCode` is Telegram's (HTTP-like) number: 400 the request, 401 the token, 403 the
 * person blocked the bot, 409 another poller or a webhook, 429 too fast. Our fault or the person's wish, not the network's.
 */
export class BotApiError extends Error {
  readonly code = 'bot-api';
  readonly method: string;
  readonly errorCode: number;
  readonly description: string;
  /** Seconds to wait before this call may be repeated; null when Telegram named none. */
  readonly retryAfterSeconds: number | null;

  constructor(method: string, errorCode: number, description: string, retryAfterSeconds: number | null) {
    super(`${method}: ${errorCode} ${description}`);
    this.name = 'BotApiError';
    this.method = method;
    this.errorCode = errorCode;
    this.description = description;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * The Bot API gave no answer that can be read: no connection, a deadline, or a body that is not its JSON. Whether the
 * call had its effect is unknown. The message never holds the address, because the address holds the token.
 */
export class BotApiUnreachableError extends Error {
  readonly code = 'bot-api-unreachable';
  readonly method: string;

  constructor(method: string, problem: string) {
    super(`${method}: the Bot API did not answer: ${problem}`);
    this.name = 'BotApiUnreachableError';
    this.method = method;
  }
}
