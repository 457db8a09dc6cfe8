import { TlBuffer } from '#sandbox/tl/tl-buffer.ts';
import { TlCursor } from '#sandbox/tl/tl-cursor.ts';
import { ProtocolError } from './protocol-error.ts';
import type { OutgoingMessage } from './unacknowledged.ts';

export const CONTAINER_ID = 0x73f1f8dc;
/** Telegram's own limit for what a client may put together. */
const MAX_RECEIVED = 1020;
const MAX_SENT = 100;
const MAX_SENT_BYTES = 512 * 1024;

export interface ContainedMessage {
  messageId: bigint;
  sequence: number;
  body: Buffer;
}

export function isContainer(body: Buffer): boolean {
  return body.length >= 8 && body.readUInt32LE(0) === CONTAINER_ID;
}

/** The messages of a `msg_container`; throws `ProtocolError` or `TlError` where it is none. */
export function readContainer(body: Buffer): ContainedMessage[] {
  const cursor = new TlCursor(body, 4);
  const count = cursor.count();
  if (count > MAX_RECEIVED) throw new ProtocolError('a container of too many messages');
  return Array.from({ length: count }, () => {
    const messageId = cursor.long();
    const sequence = cursor.int();
    const length = cursor.int();
    if (length < 4 || length % 4 !== 0) throw new ProtocolError('a contained message of a wrong length');
    return { messageId, sequence, body: cursor.raw(length) };
  });
}

/** Puts messages together; `wrap` gives a container its own id, which has to be newer than those inside. */
export function writeContainer(
  messages: OutgoingMessage[],
  wrap: (body: Buffer) => OutgoingMessage,
): OutgoingMessage[] {
  const [single] = messages;
  if (messages.length === 1 && single) return [single];
  const packets: OutgoingMessage[] = [];
  for (let from = 0; from < messages.length; ) {
    const group = takeGroup(messages, from);
    from += group.length;
    const [only] = group;
    packets.push(group.length === 1 && only ? only : wrap(join(group)));
  }
  return packets;
}

function takeGroup(messages: OutgoingMessage[], from: number): OutgoingMessage[] {
  const group: OutgoingMessage[] = [];
  let bytes = 0;
  for (const message of messages.slice(from, from + MAX_SENT)) {
    bytes += message.body.length;
    if (group.length > 0 && bytes > MAX_SENT_BYTES) break;
    group.push(message);
  }
  return group;
}

function join(group: OutgoingMessage[]): Buffer {
  const out = new TlBuffer(group.reduce((sum, { body }) => sum + body.length + 16, 8));
  out.unsigned(CONTAINER_ID);
  out.int(group.length);
  for (const { messageId, sequence, body } of group) {
    out.long(messageId);
    out.int(sequence);
    out.int(body.length);
    out.raw(body);
  }
  return out.finish();
}
