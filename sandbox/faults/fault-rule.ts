/**
 * Faults: what goes wrong on purpose. Tests set rules, each for some calls of one service, and everything that serves
 * asks here before it answers: the methods of MTProto (`fault-rpc.ts`) and their data centres (`fault-data-centre.ts`),
 * the Bot API and the webhook sender (`fault-http.ts`). There is no other way to make the local Telegram fail.
 */

/** Whose calls: clients of a data centre, callers of the Bot API, or the deliveries of the webhook sender. */
export type FaultService = 'mtproto' | 'bot-api' | 'webhook';

/** Calls and what becomes of them. A call is subject to the first rule that fits it and is not spent. */
export interface FaultRule {
  /** `mtproto` by default. */
  on?: FaultService;
  /**
   * TL name, name of a Bot API method or kind of an update; `*` for all. `connect` of MTProto is the beginning of a
   * connection, before anything was said.
   */
  method: string;
  /** Only calls of this user; in the Bot API calls whose `chat_id` or `user_id` it is. */
  userId?: string;
  /** Only calls to this data centre. */
  dcId?: number;
  /** The share of the fitting calls that it hits, 0 … 1; all by default. */
  share?: number;
  /** How many calls it hits before it is spent; without it, all. */
  count?: number;
  /** Seed of the draws for `share`; the rule's number by default. The same seed hits the same calls of a sequence. */
  seed?: number;
  /** Waits so long before anything else; a rule without an effect is only slow. */
  delayMs?: number;
  effect?: FaultEffect;
}

export type FaultEffect =
  /** An answer of failure: 5xx, FROZEN_METHOD_INVALID, CHANNEL_PRIVATE …; from a webhook, the status it answers. */
  | { kind: 'error'; code: number; description: string; retryAfter?: number }
  /** `FLOOD_WAIT_n` or `FLOOD_PREMIUM_WAIT_n`; 429 with `retry_after` from the Bot API. */
  | { kind: 'flood-wait'; seconds: number; isPremium?: boolean }
  /** The call is neither carried out nor answered; the connection stays. */
  | { kind: 'silent' }
  /** The call is carried out, its answer never arrives. */
  | { kind: 'lost-answer' }
  /** The socket is reset. */
  | { kind: 'reset' }
  /** From this call on the connection takes everything and answers nothing. */
  | { kind: 'half-open' }
  /** The answer arrives twice, under one message id. */
  | { kind: 'duplicate' }
  /** The answer arrives after the next one, or a second later where there is none. */
  | { kind: 'reorder' }
  /** The login is ended: 401 with the text now, `AUTH_KEY_UNREGISTERED` from then on. */
  | {
      kind: 'revoke';
      text: 'AUTH_KEY_UNREGISTERED' | 'SESSION_REVOKED' | 'SESSION_EXPIRED' | 'USER_DEACTIVATED';
    }
  /** `406 AUTH_KEY_DUPLICATED`, which ends the login for good. */
  | { kind: 'duplicated-key' }
  /** The data centre no longer knows the auth key: transport error -404. */
  | { kind: 'forgotten-key' }
  /** All salts of the auth key expire at once: `bad_server_salt`. */
  | { kind: 'bad-salt' }
  /**
   * The data centre's clock is off by so much, so right message ids are refused with 16 or 17. It hits no calls by itself
   * and is told apart by `dcId` alone. Ids of a session never fall: a clock turned back is seen by new sessions.
   */
  | { kind: 'clock-skew'; seconds: number };

/** A rule that is set. */
export type ActiveFaultRule = FaultRule & {
  on: FaultService;
  id: number;
  /** How many calls it has hit. */
  hits: number;
};
