import { type HistoryPage, historyPageSize } from '../telegram/fetch-history.ts';

/** The two questions about a channel's history that {@link fetchNews} asks. */
export interface HistoryQuestions<Page> {
  /** The newest page. */
  newest(): Promise<Page>;
  /** The page right after a message. */
  after(messageId: number): Promise<Page>;
}

/** Pages that leave no gap above what is stored. */
export interface News<Page = HistoryPage> {
  pages: Page[];
  /** False: there is more above the last page, to be read next time. */
  isComplete: boolean;
}

type PageBorders = Pick<HistoryPage, 'size' | 'lowestId' | 'highestId'>;

/** A reading takes at most this many pages of a gap: about half a minute of what an account may ask. */
const mostPages = 20;

/**
 * Fetches the newest page, which refreshes the fresh posts, and, when it does not reach down to `known` (the newest
 * stored message; null: nothing is stored), the pages between. These are read upwards from `known`: a reading that is
 * given up half-way must not leave a hole below what it has stored, because nobody would look for it there again.
 */
export async function fetchNews<Page extends PageBorders>(
  history: HistoryQuestions<Page>,
  known: number | null,
): Promise<News<Page>> {
  const newest = await history.newest();
  const { lowestId } = newest;
  if (known === null || lowestId === null || lowestId <= known) return { pages: [newest], isComplete: true };
  const pages: Page[] = [];
  for (let from = known; pages.length < mostPages; ) {
    const page = await history.after(from);
    pages.push(page);
    if (page.highestId === null || page.highestId >= lowestId || page.size < historyPageSize) {
      return { pages: [...pages, newest], isComplete: true };
    }
    // A page that does not ascend would be read for ever.
    if (page.highestId <= from) return { pages, isComplete: false };
    from = page.highestId;
  }
  return { pages, isComplete: false };
}
