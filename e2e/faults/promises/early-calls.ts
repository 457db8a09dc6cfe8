import type { BotApiCall } from '#sandbox/bot-api/call-log.ts';
import type { LoggedCall } from '#sandbox/methods/call-log.ts';

/** A call that was made before its time. */
export interface EarlyCall {
  /** The method, and the chat where it matters. */
  what: string;
  /** How much of the wait was left. */
  leftSeconds: number;
}

/**
 * The calls of a method that a session made although Telegram had told it to rest. Times in the log are those of the
 * answers, so a call began `tookMs` before.
 */
export function findEarlyCalls(calls: readonly LoggedCall[]): EarlyCall[] {
  const restUntil = new Map<string, number>();
  const early: EarlyCall[] = [];
  for (const { method, userId, at, tookMs, outcome } of calls) {
    const key = `${userId} ${method}`;
    const leftSeconds = (restUntil.get(key) ?? 0) - (at - tookMs / 1_000);
    if (leftSeconds > 0) early.push({ what: method, leftSeconds });
    const seconds = /^FLOOD(?:_PREMIUM)?_WAIT_(\d+)$/.exec(outcome)?.[1];
    if (seconds !== undefined) restUntil.set(key, at + Number(seconds));
  }
  return early;
}

/** The same for messages to a chat after a 429 with `retryAfter` seconds; times in this log are those of the calls. */
export function findEarlySends(calls: readonly BotApiCall[], retryAfter: number): EarlyCall[] {
  const restUntil = new Map<string, number>();
  const early: EarlyCall[] = [];
  for (const { method, parameters, at, status } of calls) {
    if (method !== 'sendMessage') continue;
    const chat = parameters.chat_id ?? '';
    const leftSeconds = (restUntil.get(chat) ?? 0) - at;
    if (leftSeconds > 0) early.push({ what: `sendMessage to ${chat}`, leftSeconds });
    if (status === 429) restUntil.set(chat, at + retryAfter);
  }
  return early;
}
