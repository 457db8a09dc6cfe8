import { randomBytes } from 'node:crypto';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeContainer } from './container.ts';
import { type ContentOrder, createContentOrder } from './content-order.ts';
import { type EncryptedMessage, sealMessage } from './encrypted-message.ts';
import type { StoredKey } from './key-store.ts';
import { createMessageIds, type MessageOrigin } from './message-id.ts';
import { createMessageLog, type MessageLog } from './message-log.ts';
import { currentSalt } from './salts.ts';
import { createUnacknowledged, type OutgoingMessage, type Unacknowledged } from './unacknowledged.ts';
import { writeService } from './write-service.ts';

/** Where a session's packets go: the connection that spoke for it last. */
export interface Outlet {
  send(packet: Buffer): void;
  /** Resets the socket. */
  reset(): void;
  /** Takes everything and answers nothing from now on. */
  mute(): void;
  /** Ends the connection with a transport error, such as -404. */
  refuse(transportCode: number): void;
}

/** One client session: an order of messages in both directions, which outlives its connections. */
export interface Session {
  readonly id: bigint;
  readonly key: StoredKey;
  readonly received: MessageLog;
  readonly contentOrder: ContentOrder;
  readonly unacknowledged: Unacknowledged;
  /** Unix seconds of the last message from the client. */
  activeAt: number;
  /** True once the client called anything outside `invokeWithoutUpdates`. */
  wantsUpdates: boolean;
  isAnnounced: boolean;
  outlet: Outlet | null;
  /** Makes `outlet` the session's connection; what another connection left unacknowledged is sent again. */
  attach(outlet: Outlet): void;
  detach(outlet: Outlet): void;
  /** Sends at the end of this turn of the event loop, together with whatever else is due by then. */
  send(body: Buffer, kind: SendKind): bigint;
  /** Gives a message its id and number without sending it. */
  prepare(body: Buffer, kind: SendKind): OutgoingMessage;
  /** Sends a prepared message, at once or later, once or again. */
  enqueue(message: OutgoingMessage): void;
  sendService(object: TlObject, kind: SendKind): bigint;
  /** Sends a message again under its own id; false where it is no longer known. */
  resend(messageId: bigint): boolean;
  /** Notes that a message of the client wants an acknowledgement. */
  oweAcknowledgement(messageId: bigint): void;
  /** The answer to a message acknowledges it as well. */
  settleAcknowledgement(messageId: bigint): void;
  close(): void;
}

export interface SendKind {
  origin: MessageOrigin;
  /** Content must be acknowledged by the client and is kept until then. */
  isContent: boolean;
}

/** How long an acknowledgement waits for something to travel with. */
const ACKNOWLEDGE_AFTER_MS = 200;

export function createSession(key: StoredKey, id: bigint, now: () => number): Session {
  const nextMessageId = createMessageIds(now);
  const owed = new Set<bigint>();
  let outbox: OutgoingMessage[] = [];
  let contentCount = 0;
  let flushing: NodeJS.Immediate | null = null;
  let acknowledging: NodeJS.Timeout | null = null;

  function nextSequence(isContent: boolean): number {
    const sequence = contentCount * 2 + (isContent ? 1 : 0);
    if (isContent) contentCount += 1;
    return sequence;
  }

  function enqueue(message: OutgoingMessage): void {
    outbox.push(message);
    flushing ??= setImmediate(flush);
  }

  function flush(): void {
    flushing = null;
    const messages = outbox;
    outbox = [];
    if (!session.outlet || messages.length === 0) return;
    if (owed.size > 0) messages.push(acknowledgement());
    for (const packet of writeContainer(messages, containerOf)) seal(packet);
  }

  function containerOf(body: Buffer): OutgoingMessage {
    return { messageId: nextMessageId('notice'), sequence: nextSequence(false), body };
  }

  function seal(message: OutgoingMessage): void {
    const sealed: EncryptedMessage = { ...message, salt: currentSalt(key, now()), sessionId: id };
    session.outlet?.send(sealMessage(sealed, key.authKey));
  }

  function acknowledgement(): OutgoingMessage {
    const body = writeService({ _: 'msgs_ack', msg_ids: [...owed] });
    owed.clear();
    return { messageId: nextMessageId('notice'), sequence: nextSequence(false), body };
  }

  function acknowledge(): void {
    acknowledging = null;
    if (owed.size > 0 && session.outlet) enqueue(acknowledgement());
  }

  const session: Session = {
    id,
    key,
    received: createMessageLog(),
    contentOrder: createContentOrder(),
    unacknowledged: createUnacknowledged(),
    activeAt: now(),
    wantsUpdates: false,
    isAnnounced: false,
    outlet: null,
    attach(outlet) {
      if (session.outlet === outlet) return;
      session.outlet = outlet;
      const lost = session.unacknowledged.list().filter((message) => !outbox.includes(message));
      for (const message of lost) enqueue(message);
    },
    detach(outlet) {
      if (session.outlet === outlet) session.outlet = null;
    },
    prepare(body, { origin, isContent }) {
      const message = { messageId: nextMessageId(origin), sequence: nextSequence(isContent), body };
      if (isContent) session.unacknowledged.add(message);
      return message;
    },
    enqueue(message) {
      if (session.outlet) enqueue(message);
    },
    send(body, kind) {
      const message = session.prepare(body, kind);
      session.enqueue(message);
      return message.messageId;
    },
    sendService: (object, kind) => session.send(writeService(object), kind),
    resend(messageId) {
      const message = session.unacknowledged.find(messageId);
      if (message) enqueue(message);
      return message !== null;
    },
    oweAcknowledgement(messageId) {
      owed.add(messageId);
      acknowledging ??= setTimeout(acknowledge, ACKNOWLEDGE_AFTER_MS);
    },
    settleAcknowledgement: (messageId) => {
      owed.delete(messageId);
    },
    close() {
      session.outlet = null;
      if (flushing) clearImmediate(flushing);
      if (acknowledging) clearTimeout(acknowledging);
    },
  };
  return session;
}

/** `new_session_created`: what a client may have missed before is gone. */
export function announceSession(session: Session, firstMessageId: bigint, now: number): void {
  session.isAnnounced = true;
  session.sendService(
    {
      _: 'new_session_created',
      first_msg_id: firstMessageId,
      unique_id: randomBytes(8).readBigInt64LE(),
      server_salt: currentSalt(session.key, now),
    },
    { origin: 'notice', isContent: true },
  );
}
