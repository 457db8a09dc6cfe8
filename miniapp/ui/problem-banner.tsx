import type { ReactElement, ReactNode } from 'react';
import { codeOf, isWorthRetrying } from '../problem-error.ts';
import { useText } from '../text.ts';

interface ProblemBannerProps {
  error: unknown;
  onRetry: () => void;
  /** What is on the screen instead. */
  children?: ReactNode;
}

/** What happened, over figures that stay on the screen, with a button where asking again can help. */
export function ProblemBanner({ error, onRetry, children }: ProblemBannerProps): ReactElement {
  const { say } = useText();
  const code = codeOf(error);
  return (
    <div className="banner problem-banner" role="alert" data-testid="problem" data-code={code}>
      <span>
        {say(`problem-${code}`)} {children}
      </span>
      {isWorthRetrying(error) && (
        <button type="button" className="text-button" onClick={onRetry}>
          {say('app-retry')}
        </button>
      )}
    </div>
  );
}
