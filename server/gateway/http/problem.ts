import type { Response } from 'express';

/** Why the gateway gives no answer; each code means one thing for ever. */
export type GatewayProblemCode =
  | 'not-authenticated'
  | 'invalid-request'
  | 'not-found'
  | 'payload-too-large'
  | 'channel-unknown'
  | 'channel-private'
  | 'not-a-channel'
  | 'message-not-found'
  | 'chat-unknown'
  | 'sessions-protected'
  | 'account-configured'
  | 'flood-wait'
  | 'no-session'
  | 'telegram-trouble'
  | 'telegram-silent'
  | 'temporarily-unavailable'
  | 'internal';

const kinds: Record<GatewayProblemCode, { status: number; title: string }> = {
  'not-authenticated': { status: 401, title: 'Send Authorization: Bearer and the token' },
  'invalid-request': { status: 400, title: 'The request is not well-formed' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'channel-unknown': { status: 404, title: 'No channel is known by this' },
  'channel-private': { status: 403, title: 'The session may not see this channel' },
  'not-a-channel': { status: 422, title: 'This is not a channel' },
  'message-not-found': { status: 404, title: 'The channel has no such message' },
  'chat-unknown': { status: 404, title: 'The account has no such chat' },
  'sessions-protected': { status: 409, title: 'Telegram protects the other logins of the account for a day' },
  'account-configured': { status: 409, title: 'The account lives from the configuration' },
  'flood-wait': { status: 429, title: 'Telegram, or the budget for its sake, asks for patience' },
  'no-session': { status: 503, title: 'There is no connected session' },
  'telegram-trouble': { status: 502, title: 'Telegram did not give a usable answer' },
  'telegram-silent': { status: 504, title: 'Telegram did not answer in time' },
  'temporarily-unavailable': { status: 503, title: 'The database does not answer' },
  internal: { status: 500, title: 'Something broke on our side' },
};

/** What a problem says besides its code. */
export interface ProblemDetails {
  /** A stable code of what is behind it: why there is no session, or Telegram's own word. */
  reason?: string;
  /** What the thing is that is no channel. */
  what?: string;
  retryAfterSeconds?: number;
  errors?: { field: string; message: string }[];
}

/** A request that gets a problem instead of an answer. Carries nothing secret and no foreign text. */
export class GatewayProblem extends Error {
  readonly code: GatewayProblemCode;
  readonly details: ProblemDetails;

  constructor(code: GatewayProblemCode, details: ProblemDetails = {}, cause?: unknown) {
    super(`the request was refused: ${code}`, { cause });
    this.name = 'GatewayProblem';
    this.code = code;
    this.details = details;
  }
}

/** Answers with RFC 9457 `application/problem+json`: the only place of the gateway that formats errors. */
export function sendProblem(response: Response, { code, details }: GatewayProblem): void {
  const { status, title } = kinds[code];
  const { retryAfterSeconds, ...rest } = details;
  if (retryAfterSeconds !== undefined) response.set('Retry-After', String(Math.ceil(retryAfterSeconds)));
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: `urn:problem:${code}`, title, status, code, ...rest }));
}
