import type { AccountKind } from '../sessions/source.ts';
import {
  type ChannelPeer,
  fetchHistory,
  fetchHistoryAfter,
  fetchMessages,
  type HistoryPage,
  historyPageSize,
} from '../telegram/fetch-history.ts';
import type { KeptSession } from '../telegram/keep-session.ts';
import type { HistoryQuestions } from './fetch-news.ts';
import { findNewestId } from './find-newest-id.ts';
import type { ReadingState } from './plan-after-page.ts';

/** How an account reads the messages of a channel. */
export interface MessageRoute extends HistoryQuestions<HistoryPage> {
  /** The page below where the reading of the history stands. */
  below(state: ReadingState): Promise<HistoryPage>;
}

/** People read a history; bots are refused it and ask for messages by their ids. `known`: the newest stored message. */
export function createMessageRoute(
  account: { kind: AccountKind; session: KeptSession },
  peer: ChannelPeer,
  settings: { known: number | null; random: () => number },
): MessageRoute {
  const { kind, session } = account;
  if (kind === 'bot') {
    return createRouteByIds((ids) => fetchMessages(session, peer, ids), settings);
  }
  return {
    newest: () => fetchHistory(session, peer, 0),
    after: (messageId) => fetchHistoryAfter(session, peer, messageId),
    below: ({ offsetId }) => fetchHistory(session, peer, offsetId),
  };
}

/**
 * The same pages out of messages asked for by id. The borders of `newest` and `after` are the ids that were asked for,
 * because a gap is no end; the pages of a history count what is there, and `total` counts the ids that are left.
 */
export function createRouteByIds(
  fetch: (ids: readonly number[]) => Promise<HistoryPage>,
  { known, random }: { known: number | null; random: () => number },
): MessageRoute {
  async function findNewest(): Promise<number> {
    const present = async (ids: readonly number[]): Promise<number[]> => (await fetch(ids)).presentIds;
    return await findNewestId(present, known ?? 0, random);
  }

  return {
    async newest() {
      const newest = await findNewest();
      if (newest === 0) return emptyPage;
      const lowest = Math.max(1, newest - historyPageSize + 1);
      const page = await fetch(range(lowest, newest));
      return { ...page, lowestId: lowest, highestId: newest, total: newest };
    },
    async after(messageId) {
      const highest = messageId + historyPageSize;
      const page = await fetch(range(messageId + 1, highest));
      return { ...page, size: historyPageSize, lowestId: messageId + 1, highestId: highest };
    },
    async below({ read, offsetId }) {
      const highest = offsetId === 0 ? await findNewest() : offsetId - 1;
      if (highest < 1) return emptyPage;
      const lowest = Math.max(1, highest - historyPageSize + 1);
      const page = await fetch(range(lowest, highest));
      return { ...page, lowestId: lowest, highestId: highest, total: read + page.size + lowest - 1 };
    },
  };
}

const emptyPage: HistoryPage = {
  messages: [],
  presentIds: [],
  total: 0,
  size: 0,
  lowestId: null,
  highestId: null,
  unreadable: [],
};

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
