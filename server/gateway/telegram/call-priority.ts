/**
 * Why a call is made, the most urgent first: a person waits for it; figures of fresh posts change by the minute; what is
 * known of a channel; figures of old posts; a history that is read once.
 */
export const callPriorities = ['interactive', 'fresh', 'channel', 'old', 'backfill'] as const;

export type CallPriority = (typeof callPriorities)[number];

/** 0 is the most urgent. */
export function rankOf(priority: CallPriority): number {
  return callPriorities.indexOf(priority);
}

/**
 * Calls whose answers are long, or take Telegram long, by GramJS's names: few of them may be under way at once, so that
 * their answers do not keep the event loop from everything else.
 */
export function isHeavy(method: string): boolean {
  return heavyMethods.has(method) || method.startsWith('stats.');
}

const heavyMethods = new Set([
  'channels.GetMessages',
  'messages.GetDialogs',
  'messages.GetHistory',
  'messages.GetMessages',
  'messages.GetReplies',
  'messages.Search',
]);
