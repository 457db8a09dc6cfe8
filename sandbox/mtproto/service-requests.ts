import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { sendResult } from './deliver-answer.ts';
import type { KeyStore } from './key-store.ts';
import { futureSalts } from './salts.ts';
import type { Outlet, SendKind, Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { writeService } from './write-service.ts';

export interface ServiceContext {
  session: Session;
  sessions: Sessions;
  keyStore: KeyStore;
  outlet: ServiceOutlet;
  now: number;
  messageId: bigint;
}

export interface ServiceOutlet extends Outlet {
  /** Closes the connection unless it is asked again within the time; null: no longer. */
  closeAfter(seconds: number | null): void;
}

type Answer = (context: ServiceContext, request: TlObject) => void;

const MAX_FUTURE_SALTS = 64;
/** Answers of MTProto itself are not wrapped in `rpc_result`. */
const plainAnswer: SendKind = { origin: 'answer', isContent: false };
const contentAnswer: SendKind = { origin: 'answer', isContent: true };

const answers: Record<string, Answer> = {
  ping: (context, request) => sendPong(context, request.ping_id),
  ping_delay_disconnect: (context, request) => {
    context.outlet.closeAfter(request.disconnect_delay as number);
    sendPong(context, request.ping_id);
  },
  get_future_salts: ({ session, now, messageId }, request) => {
    const count = Math.min(Math.max(request.num as number, 1), MAX_FUTURE_SALTS);
    const salts = futureSalts(session.key, now, count).map(({ validSince, validUntil, salt }) => ({
      _: 'future_salt',
      valid_since: validSince,
      valid_until: validUntil,
      salt,
    }));
    session.sendService(
      { _: 'future_salts', req_msg_id: messageId, now: Math.floor(now), salts },
      plainAnswer,
    );
  },
  msgs_ack: ({ session }, request) => {
    for (const id of request.msg_ids as bigint[]) session.unacknowledged.acknowledge(id);
  },
  msgs_state_req: ({ session, messageId }, request) => {
    const info = Buffer.from((request.msg_ids as bigint[]).map((id) => stateOf(session, id)));
    session.sendService({ _: 'msgs_state_info', req_msg_id: messageId, info }, contentAnswer);
  },
  msg_resend_req: ({ session, messageId }, request) => {
    const ids = request.msg_ids as bigint[];
    const lost = ids.filter((id) => !session.resend(id));
    if (lost.length === 0) return;
    const info = Buffer.from(ids.map((id) => stateOf(session, id)));
    session.sendService({ _: 'msgs_state_info', req_msg_id: messageId, info }, contentAnswer);
  },
  rpc_drop_answer: ({ session, messageId }, request) => {
    const asked = request.req_msg_id as bigint;
    const dropped = describeDropped(session, session.received.answerOf(asked));
    // The call goes on; its answer finds itself settled and is not sent.
    if (dropped._ === 'rpc_answer_dropped_running') session.received.setAnswer(asked, 0n);
    sendResult(session, messageId, writeService(dropped));
  },
  destroy_session: ({ session, sessions }, request) => {
    const id = request.session_id as bigint;
    const isDestroyed = id !== session.id && sessions.destroy(session.key.authKeyId, id);
    session.sendService(
      { _: isDestroyed ? 'destroy_session_ok' : 'destroy_session_none', session_id: id },
      contentAnswer,
    );
  },
  destroy_auth_key: ({ session, keyStore }) => {
    session.sendService({ _: 'destroy_auth_key_ok' }, contentAnswer);
    keyStore.remove(session.key.authKeyId);
  },
  // Information for the server, which has nothing to do about it.
  msgs_all_info: () => {},
  msgs_state_info: () => {},
  http_wait: () => {},
};

/** Answers a message of MTProto itself; false where it is none, so that it must be a method of the API. */
export function answerService(context: ServiceContext, request: TlObject): boolean {
  const answer = Object.hasOwn(answers, request._) ? answers[request._] : undefined;
  answer?.(context, request);
  return answer !== undefined;
}

function sendPong({ session, messageId }: ServiceContext, pingId: unknown): void {
  session.sendService({ _: 'pong', msg_id: messageId, ping_id: pingId }, plainAnswer);
}

/** One byte a message, as core.telegram.org/mtproto/service_messages_about_messages lists them. */
function stateOf(session: Session, messageId: bigint): number {
  const answerId = session.received.answerOf(messageId);
  if (answerId === null) return 4 | 32;
  if (answerId === 0n) return 4 | 16;
  if (answerId !== undefined) return 4 | 64;
  const bounds = session.received.bounds();
  if (!bounds) return 2;
  if (messageId < bounds.oldest) return 1;
  return messageId > bounds.newest ? 3 : 2;
}

function describeDropped(session: Session, answerId: bigint | null | undefined): TlObject {
  if (answerId === null) return { _: 'rpc_answer_dropped_running' };
  const sent = answerId === undefined ? null : session.unacknowledged.find(answerId);
  if (!sent) return { _: 'rpc_answer_unknown' };
  session.unacknowledged.acknowledge(sent.messageId);
  return {
    _: 'rpc_answer_dropped',
    msg_id: sent.messageId,
    seq_no: sent.sequence,
    bytes: sent.body.length,
  };
}
