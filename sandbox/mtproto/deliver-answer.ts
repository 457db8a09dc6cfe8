import { gzipSync } from 'node:zlib';
import { TlBuffer } from '#sandbox/tl/tl-buffer.ts';
import type { ContainedMessage } from './container.ts';
import type { KeyStore } from './key-store.ts';
import type { Delivery } from './rpc-call.ts';
import { currentSalt, expireSalts } from './salts.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { OutgoingMessage } from './unacknowledged.ts';

const RPC_RESULT_ID = 0xf35c6d01;
const GZIP_PACKED_ID = 0x3072cfa1;
const GZIP_FROM_BYTES = 1024;
const UNKNOWN_KEY = -404;
const WRONG_SALT = 48;
/** How long an answer is held for another one to overtake it. */
const HELD_MS = 1000;
/** The repeated answer travels in a packet of its own. */
const REPEATED_AFTER_MS = 5;

export interface DeliveryOptions {
  keyStore: KeyStore;
  sessions: Sessions;
  now: () => number;
}

/** Sends the answer to a request the way its delivery says. */
export type DeliverAnswer = (
  session: Session,
  request: ContainedMessage,
  body: Buffer,
  delivery: Delivery,
) => void;

export function createDelivery(options: DeliveryOptions): DeliverAnswer {
  const held = new WeakMap<Session, OutgoingMessage[]>();

  function release(session: Session): void {
    for (const message of held.get(session) ?? []) session.enqueue(message);
    held.delete(session);
  }

  return (session, request, body, delivery) => {
    const { messageId } = request;
    switch (delivery) {
      case 'once':
        sendResult(session, messageId, body);
        release(session);
        return;
      case 'twice': {
        const answer = prepareResult(session, messageId, body);
        session.enqueue(answer);
        release(session);
        setTimeout(() => session.enqueue(answer), REPEATED_AFTER_MS).unref();
        return;
      }
      case 'late':
        held.set(session, [...(held.get(session) ?? []), prepareResult(session, messageId, body)]);
        setTimeout(() => release(session), HELD_MS).unref();
        return;
      case 'never':
        return;
      case 'reset':
        // The call was not carried out: a client that asks for its state learns that it has to say it again.
        session.received.forget(messageId);
        session.outlet?.reset();
        return;
      case 'half-open':
        session.received.forget(messageId);
        session.outlet?.mute();
        return;
      case 'forgotten-key': {
        const { outlet } = session;
        options.keyStore.remove(session.key.authKeyId);
        options.sessions.forgetKey(session.key.authKeyId);
        outlet?.refuse(UNKNOWN_KEY);
        return;
      }
      case 'bad-salt':
        expireSalts(session.key);
        refuseSalt(session, request, options.now());
    }
  };
}

/** Sends `rpc_result` for a message, zipped where that pays. */
export function sendResult(session: Session, messageId: bigint, body: Buffer): void {
  session.enqueue(prepareResult(session, messageId, body));
}

/** Tells the client the salt that is good now; it says the refused message again. */
export function refuseSalt(session: Session, { messageId, sequence }: ContainedMessage, now: number): void {
  if (session.received.answerOf(messageId) !== undefined) session.received.setAnswer(messageId, 0n);
  session.sendService(
    {
      _: 'bad_server_salt',
      bad_msg_id: messageId,
      bad_msg_seqno: sequence,
      error_code: WRONG_SALT,
      new_server_salt: currentSalt(session.key, now),
    },
    { origin: 'notice', isContent: false },
  );
}

function prepareResult(session: Session, messageId: bigint, body: Buffer): OutgoingMessage {
  const out = new TlBuffer(body.length + 16);
  out.unsigned(RPC_RESULT_ID);
  out.long(messageId);
  if (body.length < GZIP_FROM_BYTES) {
    out.raw(body);
  } else {
    out.unsigned(GZIP_PACKED_ID);
    out.bytes(gzipSync(body, { level: 1, memLevel: 9 }));
  }
  session.settleAcknowledgement(messageId);
  const answer = session.prepare(out.finish(), { origin: 'answer', isContent: true });
  session.received.setAnswer(messageId, answer.messageId);
  return answer;
}
