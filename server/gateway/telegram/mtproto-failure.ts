/**
 * What went wrong with an MTProto call, in the terms in which the gateway decides. `code` is Telegram's own word
 * (`CHANNEL_PRIVATE`) or a lower-case one of ours; it never carries names, ids or secrets.
 */
export type MtprotoFailure =
  /** Too many calls: this method of this session rests for `seconds`. */
  | { kind: 'flood-wait'; seconds: number; code: string }
  /** The session was ended or the account deleted: it has to log in again. The only kind that forgets a session. */
  | { kind: 'session-dead'; code: string }
  /** Two connections used one key: our own fault, and the session is dead. */
  | { kind: 'session-duplicated'; code: string }
  /** The account is frozen by Telegram: nothing may be called any more. */
  | { kind: 'frozen'; code: string }
  | { kind: 'password-needed'; code: string }
  /** A step of a login was refused; the person may correct it. */
  | { kind: 'login-refused'; code: string }
  /** Other sessions may not be ended yet: 24 h after a login they are protected. */
  | { kind: 'reset-forbidden'; code: string }
  | { kind: 'channel-unavailable'; code: 'CHANNEL_PRIVATE' | 'CHANNEL_INVALID' }
  | { kind: 'name-not-found'; code: string }
  | { kind: 'admin-required'; code: string }
  /** The call belongs to another data centre. */
  | { kind: 'migrate'; dc: number; code: string }
  /** Telegram says nothing should be shown; the call may be repeated later. */
  | { kind: 'silent'; code: string }
  /** Telegram will refuse this very call for ever. */
  | { kind: 'refused'; code: string }
  /** Trouble inside Telegram, unknown server codes included: try again with back-off. */
  | { kind: 'server-trouble'; code: string }
  /** The connection: refused, lost, silent, or an address we must not reach. Says nothing about the session. */
  | { kind: 'network'; code: string }
  /** An answer we cannot read, or a fault of the library. Never logs anybody out. */
  | { kind: 'unknown'; code: string };

/** An MTProto call failed. Carries the failure in our terms and no text of Telegram's or the library's. */
export class MtprotoError extends Error {
  readonly code = 'mtproto';
  readonly method: string;
  readonly failure: MtprotoFailure;

  constructor(method: string, failure: MtprotoFailure) {
    super(`${method}: ${failure.kind} (${failure.code})`);
    this.name = 'MtprotoError';
    this.method = method;
    this.failure = failure;
  }
}
