const NUMBER_TOO_LOW = 32;
const NUMBER_TOO_HIGH = 33;

/** Whether the content messages of one session are numbered in the order of their ids. */
export interface ContentOrder {
  /** The code to refuse this message with; null where it fits, and it is remembered then. */
  refusalOf(messageId: bigint, sequence: number): number | null;
}

/** Only the newest accepted message is compared with, which finds every wrong number of a client that sends in order. */
export function createContentOrder(): ContentOrder {
  let newestId = 0n;
  let newestSequence = -1;
  return {
    refusalOf(messageId, sequence) {
      if (messageId > newestId) {
        if (sequence <= newestSequence) return NUMBER_TOO_LOW;
        newestId = messageId;
        newestSequence = sequence;
        return null;
      }
      return sequence > newestSequence ? NUMBER_TOO_HIGH : null;
    },
  };
}
