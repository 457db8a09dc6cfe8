/** Where the reading of a history stands before a page. */
export interface ReadingState {
  read: number;
  offsetId: number;
}

/** What a page says about the rest; see `HistoryPage`. */
export interface PageSize {
  total: number;
  size: number;
  lowestId: number | null;
}

/** Where the reading stands after the page. */
export interface NextStep {
  state: 'reading' | 'complete';
  read: number;
  total: number;
  offsetId: number;
}

/**
 * Says how the reading of a history goes on after a page. Telegram may send short pages in the middle, so only an empty
 * page, message 1, or a page that is short although everything announced was read, is the end. Pages must descend: one
 * that does not would be read for ever, so it ends the reading as well.
 */
export function planAfterPage(before: ReadingState, page: PageSize, pageSize: number): NextStep {
  const read = before.read + page.size;
  const isDescending = page.lowestId !== null && (before.offsetId === 0 || page.lowestId < before.offsetId);
  const isLast =
    page.lowestId === null ||
    !isDescending ||
    page.lowestId <= 1 ||
    (page.size < pageSize && read >= page.total);
  return {
    state: isLast ? 'complete' : 'reading',
    read,
    total: Math.max(page.total, read),
    offsetId: page.lowestId !== null && isDescending ? page.lowestId : before.offsetId,
  };
}
