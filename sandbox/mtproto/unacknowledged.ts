export interface OutgoingMessage {
  messageId: bigint;
  sequence: number;
  body: Buffer;
}

/** What was sent and not acknowledged yet, so that it can be sent again; the oldest is forgotten first. */
export interface Unacknowledged {
  add(message: OutgoingMessage): void;
  find(messageId: bigint): OutgoingMessage | null;
  list(): OutgoingMessage[];
  acknowledge(messageId: bigint): void;
}

const MAX_MESSAGES = 200;
const MAX_BYTES = 4 * 1024 * 1024;

export function createUnacknowledged(): Unacknowledged {
  const messages = new Map<bigint, OutgoingMessage>();
  let bytes = 0;

  function forget(messageId: bigint): void {
    bytes -= messages.get(messageId)?.body.length ?? 0;
    messages.delete(messageId);
  }

  return {
    add(message) {
      messages.set(message.messageId, message);
      bytes += message.body.length;
      for (const [oldest] of messages) {
        if (messages.size <= MAX_MESSAGES && bytes <= MAX_BYTES) break;
        forget(oldest);
      }
    },
    find: (messageId) => messages.get(messageId) ?? null,
    list: () => [...messages.values()],
    acknowledge: forget,
  };
}
