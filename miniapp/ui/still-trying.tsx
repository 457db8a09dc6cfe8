import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { useText } from '../text.ts';

/** How long people wait without a word. index.html says the same after the same time, before this code runs. */
const silenceMs = 5_000;

/**
 * One sentence when an answer takes long, and nothing before. Until the first answer of all has come, the wait counts
 * from the opening of the page.
 */
export function StillTrying({ className }: { className: string }): ReactElement | null {
  const { say } = useText();
  const queryClient = useQueryClient();
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const hasAnswer = queryClient
      .getQueryCache()
      .getAll()
      .some(({ state }) => state.dataUpdateCount > 0);
    const waitedMs = hasAnswer ? 0 : performance.now();
    const timer = setTimeout(() => setIsLong(true), Math.max(0, silenceMs - waitedMs));
    return () => clearTimeout(timer);
  }, [queryClient]);
  return isLong ? (
    <p className={className} data-testid="still-trying">
      {say('app-still-trying')}
    </p>
  ) : null;
}
