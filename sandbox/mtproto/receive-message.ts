import { TlError } from '#sandbox/tl/tl-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { type ContainedMessage, isContainer, readContainer } from './container.ts';
import { refuseSalt, sendResult } from './deliver-answer.ts';
import type { EncryptedMessage } from './encrypted-message.ts';
import type { KeyStore } from './key-store.ts';
import { secondOf } from './message-id.ts';
import { ProtocolError } from './protocol-error.ts';
import { type AnswerRpc, readRequest, writeError } from './rpc.ts';
import { RpcError } from './rpc-error.ts';
import { isValidSalt } from './salts.ts';
import { answerService, type ServiceOutlet } from './service-requests.ts';
import { announceSession, type Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { unzip } from './unwrap-request.ts';

export interface ReceiverOptions {
  sessions: Sessions;
  keyStore: KeyStore;
  answerRpc: AnswerRpc;
  now: () => number;
}

/** Takes one decrypted message of a session. Throws `ProtocolError` where the connection must end. */
export type ReceiveMessage = (session: Session, message: EncryptedMessage, outlet: ServiceOutlet) => void;

/** Why a message is refused: core.telegram.org/mtproto/service_messages_about_messages. */
const TOO_OLD = 16;
const FROM_THE_FUTURE = 17;
const NOT_DIVISIBLE_BY_FOUR = 18;
const CONTAINER_SEEN_BEFORE = 19;
const CANNOT_BE_VERIFIED = 20;
const SHOULD_BE_EVEN = 34;
const SHOULD_BE_ODD = 35;
const INVALID_CONTAINER = 64;

const MAX_AGE_SECONDS = 300;
const MAX_AHEAD_SECONDS = 30;
const GZIP_PACKED = 0x3072cfa1;

export function createReceiver(options: ReceiverOptions): ReceiveMessage {
  return (session, message, outlet) => {
    const now = options.now();
    session.activeAt = now;
    const code = faultOfId(message, now) ?? faultOfNumber(message);
    if (code !== null) {
      refuse(session, message, code);
      return;
    }
    if (!isValidSalt(session.key, message.salt, now)) {
      refuseSalt(session, message, now);
      return;
    }
    if (!session.isAnnounced) announceSession(session, message.messageId, now);
    if (isContainer(message.body)) receiveContainer(options, session, message, outlet);
    else receiveOne(options, session, message, outlet);
  };
}

/** Holds for messages of their own and for those inside a container alike. */
function faultOfId({ messageId }: ContainedMessage, now: number): number | null {
  const second = secondOf(messageId);
  if ((messageId & 3n) !== 0n) return NOT_DIVISIBLE_BY_FOUR;
  if (second < now - MAX_AGE_SECONDS) return TOO_OLD;
  return second > now + MAX_AHEAD_SECONDS ? FROM_THE_FUTURE : null;
}

/** Acknowledgements should be even too, but mtcute sends them odd, and Telegram serves it. */
function faultOfNumber({ body, sequence }: ContainedMessage): number | null {
  return isContainer(body) && (sequence & 1) === 1 ? SHOULD_BE_EVEN : null;
}

function refuse(session: Session, { messageId, sequence }: ContainedMessage, code: number): void {
  session.sendService(
    { _: 'bad_msg_notification', bad_msg_id: messageId, bad_msg_seqno: sequence, error_code: code },
    { origin: 'notice', isContent: false },
  );
}

function receiveContainer(
  options: ReceiverOptions,
  session: Session,
  container: EncryptedMessage,
  outlet: ServiceOutlet,
): void {
  const novelty = session.received.add(container.messageId, options.now());
  if (novelty !== 'new') {
    refuse(session, container, novelty === 'seen' ? CONTAINER_SEEN_BEFORE : CANNOT_BE_VERIFIED);
    return;
  }
  session.received.setAnswer(container.messageId, 0n);
  const messages = openContainer(container.body);
  if (!messages || messages.some(({ messageId }) => messageId > container.messageId)) {
    refuse(session, container, INVALID_CONTAINER);
    return;
  }
  for (const message of messages) {
    const code = faultOfId(message, options.now());
    if (code === null) receiveOne(options, session, message, outlet);
    else refuse(session, message, code);
  }
}

function openContainer(body: Buffer): ContainedMessage[] | null {
  try {
    const messages = readContainer(body);
    return messages.some((message) => isContainer(message.body)) ? null : messages;
  } catch (failure) {
    if (failure instanceof TlError || failure instanceof ProtocolError) return null;
    throw failure;
  }
}

function receiveOne(
  options: ReceiverOptions,
  session: Session,
  message: ContainedMessage,
  outlet: ServiceOutlet,
): void {
  const { messageId } = message;
  const novelty = session.received.add(messageId, options.now());
  if (novelty === 'forgotten') {
    refuse(session, message, CANNOT_BE_VERIFIED);
    return;
  }
  if (novelty === 'seen') {
    resendAnswer(session, messageId);
    return;
  }
  const isContent = (message.sequence & 1) === 1;
  const code = isContent ? session.contentOrder.refusalOf(messageId, message.sequence) : null;
  if (code !== null) {
    session.received.setAnswer(messageId, 0n);
    refuse(session, message, code);
    return;
  }
  const request = read(session, message);
  if (!request) return;
  if (isContent) session.oweAcknowledgement(messageId);
  const { sessions, keyStore } = options;
  const context = { session, sessions, keyStore, outlet, now: options.now(), messageId };
  if (answerService(context, request)) {
    if (session.received.answerOf(messageId) === null) session.received.setAnswer(messageId, 0n);
    return;
  }
  if (!isContent) {
    refuse(session, message, SHOULD_BE_ODD);
    return;
  }
  void options.answerRpc(session, message, request);
}

/** A repeated request gets the answer it had, and nothing while that is still being worked on. */
function resendAnswer(session: Session, messageId: bigint): void {
  const answerId = session.received.answerOf(messageId);
  if (answerId) session.resend(answerId);
  else if (answerId === 0n) session.oweAcknowledgement(messageId);
}

function read(session: Session, { messageId, body }: ContainedMessage): TlObject | null {
  try {
    const request = readRequest(body);
    return body.readUInt32LE(0) === GZIP_PACKED ? readRequest(unzip(request.packed_data as Buffer)) : request;
  } catch (failure) {
    if (!(failure instanceof RpcError)) throw failure;
    sendResult(session, messageId, writeError(failure));
    return null;
  }
}
