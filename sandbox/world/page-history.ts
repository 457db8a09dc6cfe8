import { firstIndex, lowerBound } from './timeline.ts';
import type { HistoryRequest } from './world.ts';

/** What pages are made by; `date` in unix seconds. */
interface Placed {
  id: number;
  date: number;
}

/**
 * One page of `messages.getHistory`, newest first, of messages ascending by id. `offsetId` and `offsetDate` are
 * exclusive upper borders (0: from the newest), `addOffset` shifts the page towards older messages, `minId` and
 * `maxId` are exclusive and 0 when unset. Only binary searches, so a page costs the same anywhere in the history.
 */
export function pageHistory<Message extends Placed>(
  messages: readonly Message[],
  request: HistoryRequest,
): Message[] {
  const lowest = request.minId > 0 ? lowerBound(messages, request.minId + 1) : 0;
  const above = request.maxId > 0 ? lowerBound(messages, request.maxId) : messages.length;
  const start = Math.max(lowest, Math.min(above, borderOf(messages, request)));
  // Counted from the newest, as Telegram does, the page covers [first, first + limit).
  const highest = start - request.addOffset;
  const to = Math.min(above, highest);
  const from = Math.max(lowest, highest - request.limit);
  return from < to ? messages.slice(from, to).reverse() : [];
}

/** How many messages lie below the asked border. */
function borderOf(messages: readonly Placed[], request: HistoryRequest): number {
  if (request.offsetId > 0) return lowerBound(messages, request.offsetId);
  if (request.offsetDate > 0) {
    return firstIndex(messages.length, (index) => (messages[index]?.date ?? 0) >= request.offsetDate);
  }
  return messages.length;
}
