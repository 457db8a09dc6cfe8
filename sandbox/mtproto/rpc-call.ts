import type { TlObject } from '#sandbox/tl/tl-object.ts';

/** Who is logged in behind one auth key. Mutable: a login sets `userId`; saved with the key after every call. */
export interface Authorization {
  /** Decimal text, null before a login and after a log-out. */
  userId: string | null;
  /** From `initConnection`; null until the client sent one. */
  apiId: number | null;
  deviceModel: string;
  systemVersion: string;
  appVersion: string;
  /** Unix seconds. */
  createdAt: number;
  activeAt: number;
  /** Whatever the methods want to keep with the key (a code that was sent …); must survive JSON. */
  notes: Record<string, unknown>;
}

/** One request of a client, with its wrappers (`invokeWithLayer`, `initConnection` …) already taken off. */
export interface RpcCall {
  request: TlObject;
  /** The layer the client's auth key last named. */
  layer: number;
  /** Sixteen hexadecimal digits. */
  authKeyId: string;
  /** Signed 64-bit decimal text. */
  sessionId: string;
  dcId: number;
  authorization: Authorization;
  /** Set by the handler where the answer is not to go its usual way, also where it throws. */
  delivery?: Delivery;
  /** Set by the handler; called where its answer cannot be written, so that the client gets `500 INTERNAL` instead. */
  onUnwritable?: () => void;
}

/**
 * What becomes of an answer: sent twice under one id, held until another one went out, not sent at all, or, instead of
 * it, the socket reset, the connection mute from now on, the auth key forgotten (-404), all its salts expired.
 */
export type Delivery =
  | 'once'
  | 'twice'
  | 'late'
  | 'never'
  | 'reset'
  | 'half-open'
  | 'forgotten-key'
  | 'bad-salt';

/** An object, a bare boolean for `Bool`, or an array for `Vector` results; numbers only inside arrays. */
export type RpcAnswer = TlObject | boolean | readonly (TlObject | number | bigint | string)[];

/** Answers one call, or throws an `RpcError`. Anything else that is thrown becomes `500 INTERNAL`. */
export type RpcHandler = (call: RpcCall) => Promise<RpcAnswer>;
