import { layers } from '#sandbox/tl/layers.ts';
import { combinatorById, readTl } from '#sandbox/tl/read-tl.ts';
import { TlError } from '#sandbox/tl/tl-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeTlAnswer } from '#sandbox/tl/write-tl.ts';
import { bindTemporaryKey } from './bind-temporary-key.ts';
import type { ContainedMessage } from './container.ts';
import { createDelivery } from './deliver-answer.ts';
import type { KeyStore } from './key-store.ts';
import type { Delivery, RpcCall, RpcHandler } from './rpc-call.ts';
import { RpcError } from './rpc-error.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { type UnwrappedRequest, unwrapRequest } from './unwrap-request.ts';
import { writeService } from './write-service.ts';

/** "Transport flood": more was asked at once than is let in. */
const TOO_MUCH = -429;

export interface RpcOptions {
  dcId: number;
  keyStore: KeyStore;
  sessions: Sessions;
  handler: RpcHandler;
  now: () => number;
  onFailure: (failure: unknown, method?: string) => void;
  /** Calls of one session at once. */
  maxInFlight: number;
}

/** Answers one request of a session; never rejects. */
export type AnswerRpc = (session: Session, message: ContainedMessage, request: TlObject) => Promise<void>;

/** Unwraps requests, gives them to the handler and sends `rpc_result` with its answer or error. */
export function createRpc(options: RpcOptions): AnswerRpc {
  /** Requests still being worked on, for `invokeAfterMsg`. */
  const running = new WeakMap<Session, Map<bigint, Promise<void>>>();

  const deliver = createDelivery(options);

  async function answer(session: Session, message: ContainedMessage, wrapped: TlObject): Promise<void> {
    let answered: Answered;
    try {
      const unwrapped = unwrapRequest(wrapped);
      await Promise.all(unwrapped.after.map((id) => running.get(session)?.get(id)));
      answered = await invoke(options, session, message.messageId, unwrapped);
    } catch (failure) {
      answered = { body: writeError(asRpcError(options, failure, wrapped._)), delivery: 'once' };
    }
    // 0n: the client dropped the answer while the call was running.
    if (session.received.answerOf(message.messageId) === 0n) return;
    deliver(session, message, answered.body, answered.delivery);
  }

  return async (session, message, wrapped) => {
    const ofSession = running.get(session) ?? new Map<bigint, Promise<void>>();
    running.set(session, ofSession);
    if (ofSession.size >= options.maxInFlight) {
      session.outlet?.refuse(TOO_MUCH);
      return;
    }
    const work = answer(session, message, wrapped);
    ofSession.set(message.messageId, work);
    try {
      await work;
    } catch (failure) {
      options.onFailure(failure, wrapped._);
    } finally {
      ofSession.delete(message.messageId);
    }
  };
}

interface Answered {
  body: Buffer;
  delivery: Delivery;
}

export function writeError(error: RpcError): Buffer {
  return writeService({ _: 'rpc_error', error_code: error.code, error_message: error.message });
}

/** Reads a message's body. Throws `RpcError` with Telegram's own words for what is no request. */
export function readRequest(body: Buffer): TlObject {
  const id = body.readUInt32LE(0);
  const combinator = combinatorById(id);
  if (!combinator) throw new RpcError(400, 'INPUT_METHOD_INVALID');
  try {
    return readTl(body);
  } catch (failure) {
    if (failure instanceof TlError) throw new RpcError(400, 'INPUT_FETCH_ERROR');
    throw failure;
  }
}

async function invoke(
  options: RpcOptions,
  session: Session,
  messageId: bigint,
  unwrapped: UnwrappedRequest,
): Promise<Answered> {
  const { key } = session;
  const { request } = unwrapped;
  if (!isMethod(request)) throw new RpcError(400, 'INPUT_METHOD_INVALID');
  remember(options, session, unwrapped);
  if (request._ === 'auth.bindTempAuthKey') {
    bindTemporaryKey(options.keyStore, session, messageId, request);
    return { body: writeTlAnswer(key.layer ?? 0, request._, true), delivery: 'once' };
  }
  if (key.expiresAt !== null && !key.permanent) throw new RpcError(401, 'AUTH_KEY_PERM_EMPTY');
  if (key.layer === null) throw new RpcError(400, 'CONNECTION_NOT_INITED');
  const call: RpcCall = {
    request,
    layer: key.layer,
    authKeyId: (key.permanent ?? key).authKeyId,
    sessionId: session.id.toString(),
    dcId: options.dcId,
    authorization: key.authorization,
  };
  const body = await carryOut(options, call);
  options.keyStore.save(key);
  return { body, delivery: call.delivery ?? 'once' };
}

/** The answer, or the error where the handler refused. */
async function carryOut(options: RpcOptions, call: RpcCall): Promise<Buffer> {
  const method = call.request._;
  try {
    const answer = await options.handler(call);
    try {
      return writeTlAnswer(call.layer, method, answer);
    } catch (failure) {
      call.onUnwritable?.();
      throw failure;
    }
  } catch (failure) {
    return writeError(asRpcError(options, failure, method));
  }
}

function isMethod(request: TlObject): boolean {
  return layers().some((layer) => layer.byName.get(request._)?.isMethod);
}

/** The layer and the client's description belong to the auth key and hold for all of its later sessions. */
function remember(options: RpcOptions, session: Session, unwrapped: UnwrappedRequest): void {
  const { key } = session;
  if (unwrapped.layer !== null) key.layer = unwrapped.layer;
  if (unwrapped.connection) Object.assign(key.authorization, unwrapped.connection);
  if (unwrapped.wantsUpdates) session.wantsUpdates = true;
  key.authorization.activeAt = Math.floor(options.now());
  options.keyStore.save(key);
}

function asRpcError(options: RpcOptions, failure: unknown, method: string): RpcError {
  if (failure instanceof RpcError) return failure;
  options.onFailure(failure, method);
  return new RpcError(500, 'INTERNAL');
}
