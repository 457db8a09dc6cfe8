import { DeadlineError } from '#server/process.ts';
import { MtprotoError, type MtprotoFailure } from '../telegram/mtproto-failure.ts';
import { GatewayProblem } from './problem.ts';

/** What a call to Telegram that failed means to whoever asked for figures; anything else stays what it is. */
export function explainFailure(error: unknown): unknown {
  if (error instanceof DeadlineError) return new GatewayProblem('telegram-silent', {}, error);
  return error instanceof MtprotoError ? explain(error.failure, error) : error;
}

function explain(failure: MtprotoFailure, cause: MtprotoError): GatewayProblem {
  const reason = failure.code;
  switch (failure.kind) {
    case 'flood-wait':
      return new GatewayProblem('flood-wait', { reason, retryAfterSeconds: failure.seconds }, cause);
    case 'channel-unavailable':
      return failure.code === 'CHANNEL_PRIVATE'
        ? new GatewayProblem('channel-private', { reason }, cause)
        : new GatewayProblem('channel-unknown', { reason }, cause);
    case 'name-not-found':
      return new GatewayProblem('channel-unknown', { reason }, cause);
    case 'admin-required':
      return new GatewayProblem('channel-private', { reason }, cause);
    case 'network':
      return reason === 'deadline'
        ? new GatewayProblem('telegram-silent', {}, cause)
        : new GatewayProblem('no-session', { reason }, cause);
    case 'session-dead':
    case 'session-duplicated':
    case 'frozen':
    case 'password-needed':
      return new GatewayProblem('no-session', { reason }, cause);
    case 'login-refused':
    case 'reset-forbidden':
    case 'migrate':
    case 'silent':
    case 'refused':
    case 'server-trouble':
    case 'unknown':
      return new GatewayProblem('telegram-trouble', { reason }, cause);
  }
}
