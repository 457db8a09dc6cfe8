import { errors } from 'telegram';
import { DeadlineError } from '#server/process.ts';
import { ProxyRefusedError } from '#server/socks5.ts';
import { ConnectionLostError } from './connection-lost-error.ts';
import { EgressRefusedError } from './guarded-socket.ts';
import { MtprotoError, type MtprotoFailure } from './mtproto-failure.ts';

/**
 * Says what kind of failure an error of GramJS is. Everything that is not recognised is `unknown` (or `server-trouble`
 * when a server sent it) and so can never end a session: only the codes Telegram documents for that do.
 */
export function classifyError(error: unknown): MtprotoFailure {
  if (error instanceof MtprotoError) return error.failure;
  if (error instanceof DeadlineError) return { kind: 'network', code: 'deadline' };
  if (isOfConnection(error)) return { kind: 'network', code: error.code };
  if (error instanceof errors.InvalidBufferError) return classifyTransport(error.code);
  if (error instanceof errors.RPCError) return classifyRpc(error);
  if (error instanceof errors.TypeNotFoundError) return { kind: 'unknown', code: 'type-not-found' };
  if (error instanceof errors.SecurityError) return { kind: 'network', code: 'security' };
  return classifyText(error);
}

function isOfConnection(
  error: unknown,
): error is ConnectionLostError | EgressRefusedError | ProxyRefusedError {
  return [ConnectionLostError, EgressRefusedError, ProxyRefusedError].some((kind) => error instanceof kind);
}

/** GramJS keeps seconds and data centre in fields of its classes and replaces Telegram's words there by its own. */
function classifyRpc(error: InstanceType<typeof errors.RPCError>): MtprotoFailure {
  if (error instanceof errors.FloodWaitError) return floodWait(error.seconds, 'FLOOD_WAIT');
  if (error instanceof errors.FloodTestPhoneWaitError)
    return floodWait(error.seconds, 'FLOOD_TEST_PHONE_WAIT');
  if (error instanceof errors.SlowModeWaitError) return floodWait(error.seconds, 'SLOWMODE_WAIT');
  if (error instanceof errors.PhoneMigrateError) return migrate(error.newDc, 'PHONE_MIGRATE');
  if (error instanceof errors.UserMigrateError) return migrate(error.newDc, 'USER_MIGRATE');
  if (error instanceof errors.NetworkMigrateError) return migrate(error.newDc, 'NETWORK_MIGRATE');
  if (error instanceof errors.FileMigrateError) return migrate(error.newDc, 'FILE_MIGRATE');
  if (error instanceof errors.MsgWaitError) return { kind: 'server-trouble', code: 'MSG_WAIT' };
  return classifyCode(error.errorMessage, error.code ?? 0);
}

const exact = new Map<string, MtprotoFailure['kind']>([
  ['AUTH_KEY_UNREGISTERED', 'session-dead'],
  ['AUTH_KEY_INVALID', 'session-dead'],
  ['SESSION_REVOKED', 'session-dead'],
  ['SESSION_EXPIRED', 'session-dead'],
  ['USER_DEACTIVATED', 'session-dead'],
  ['USER_DEACTIVATED_BAN', 'session-dead'],
  ['AUTH_KEY_DUPLICATED', 'session-duplicated'],
  ['FROZEN_METHOD_INVALID', 'frozen'],
  ['FROZEN_PARTICIPANT_MISSING', 'frozen'],
  ['SESSION_PASSWORD_NEEDED', 'password-needed'],
  ['PASSWORD_HASH_INVALID', 'login-refused'],
  ['PHONE_CODE_EXPIRED', 'login-refused'],
  ['PHONE_CODE_INVALID', 'login-refused'],
  ['PHONE_CODE_EMPTY', 'login-refused'],
  ['PHONE_NUMBER_INVALID', 'login-refused'],
  ['PHONE_NUMBER_BANNED', 'login-refused'],
  ['PHONE_PASSWORD_FLOOD', 'login-refused'],
  ['FRESH_RESET_AUTHORISATION_FORBIDDEN', 'reset-forbidden'],
  ['USERNAME_NOT_OCCUPIED', 'name-not-found'],
  ['USERNAME_INVALID', 'name-not-found'],
  ['CHAT_ADMIN_REQUIRED', 'admin-required'],
  ['RPC_CALL_FAIL', 'server-trouble'],
  ['RPC_MCGET_FAIL', 'server-trouble'],
]);

/** Codes as Telegram sends them: `STATS_MIGRATE_4`, `CHANNEL_PRIVATE`; `status` is the number before the colon. */
function classifyCode(text: string, status: number): MtprotoFailure {
  const waiting = /^((?:FLOOD|FLOOD_PREMIUM|SLOWMODE|2FA_CONFIRM)_WAIT)_(\d+)$/.exec(text);
  if (waiting) return floodWait(Number(waiting[2]), waiting[1] ?? text);
  const moved = /^([A-Z]+_MIGRATE)_(\d+)$/.exec(text);
  if (moved) return migrate(Number(moved[2]), moved[1] ?? text);
  if (text === 'CHANNEL_PRIVATE' || text === 'CHANNEL_INVALID')
    return { kind: 'channel-unavailable', code: text };
  const code = /^[A-Z0-9_]{1,64}$/.test(text) ? text : `status-${status}`;
  const kind = exact.get(text);
  // The kinds of the table carry nothing besides their code.
  if (kind !== undefined) return { kind, code } as MtprotoFailure;
  if (status === 406) return { kind: 'silent', code };
  if (status === 400 || status === 403 || status === 404) return { kind: 'refused', code };
  return { kind: 'server-trouble', code };
}

/** −404: the server does not know the key; −429: too many connections; both end the connection, not the session. */
function classifyTransport(status: number | undefined): MtprotoFailure {
  return { kind: 'network', code: status === undefined ? 'invalid-packet' : `transport-${status}` };
}

/** What is thrown without a class of its own, strings included. */
function classifyText(error: unknown): MtprotoFailure {
  const system = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (typeof system === 'string' && /^E[A-Z]+$/.test(system)) return { kind: 'network', code: system };
  const text = error instanceof Error ? error.message : String(error);
  if (/disconnected|not connected|socket was closed|reconnection retries|^timeout$/i.test(text)) {
    return { kind: 'network', code: 'connection-lost' };
  }
  if (/^Request was unsuccessful/.test(text)) return { kind: 'server-trouble', code: 'retries-exhausted' };
  return { kind: 'unknown', code: error instanceof Error ? error.constructor.name : 'not-an-error' };
}

function floodWait(seconds: number, code: string): MtprotoFailure {
  return { kind: 'flood-wait', seconds: Number.isFinite(seconds) && seconds > 0 ? seconds : 1, code };
}

function migrate(dc: number, code: string): MtprotoFailure {
  return { kind: 'migrate', dc, code };
}
