import { secondOf } from './message-id.ts';

/** How far a received message has come: `null` answer while its handler runs, 0n where none is due. */
export interface MessageLog {
  /**
   * `seen` where this message was received before, `forgotten` where that can no longer be told, because as old ones
   * were forgotten.
   */
  add(messageId: bigint, now: number): 'new' | 'seen' | 'forgotten';
  /** The id of the answer; 0n: none is due; null: still being worked on; undefined: never received. */
  answerOf(messageId: bigint): bigint | null | undefined;
  setAnswer(messageId: bigint, answerId: bigint): void;
  /** As if the message had never come: what was lost on the way is not known here. */
  forget(messageId: bigint): void;
  /** The oldest and the newest id remembered; null while nothing was received. */
  bounds(): { oldest: bigint; newest: bigint } | null;
}

/** Older messages are refused by their id anyway. */
const KEPT_SECONDS = 330;
const MAX_MESSAGES = 20_000;

export function createMessageLog(): MessageLog {
  const answers = new Map<bigint, bigint | null>();
  let newest = 0n;
  let newestForgotten = 0n;

  function prune(now: number): void {
    for (const [oldest] of answers) {
      if (answers.size <= MAX_MESSAGES && secondOf(oldest) > now - KEPT_SECONDS) break;
      answers.delete(oldest);
      if (oldest > newestForgotten) newestForgotten = oldest;
    }
  }

  return {
    add(messageId, now) {
      if (answers.has(messageId)) return 'seen';
      prune(now);
      if (messageId <= newestForgotten) return 'forgotten';
      answers.set(messageId, null);
      if (messageId > newest) newest = messageId;
      return 'new';
    },
    answerOf: (messageId) => answers.get(messageId),
    setAnswer(messageId, answerId) {
      if (answers.has(messageId)) answers.set(messageId, answerId);
    },
    forget: (messageId) => void answers.delete(messageId),
    bounds() {
      const [oldest] = answers.keys();
      return oldest === undefined ? null : { oldest, newest };
    },
  };
}
