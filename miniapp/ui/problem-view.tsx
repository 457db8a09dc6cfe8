import { Button, Placeholder } from '@telegram-apps/telegram-ui';
import type { ReactElement } from 'react';
import { codeOf, isWorthRetrying, ProblemError } from '../problem-error.ts';
import { useText } from '../text.ts';

interface ProblemViewProps {
  error: unknown;
  onRetry: () => void;
}

/** What happened and what to do; the button is there only where asking again can help. */
export function ProblemView({ error, onRetry }: ProblemViewProps): ReactElement {
  const { say } = useText();
  const code = codeOf(error);
  const requestId = error instanceof ProblemError ? error.requestId : null;
  const action = isWorthRetrying(error) ? (
    <Button size="l" stretched onClick={onRetry}>
      {say('app-retry')}
    </Button>
  ) : undefined;
  return (
    <div role="alert" data-testid="problem" data-code={code}>
      <Placeholder header={say('app-problem-title')} description={say(`problem-${code}`)} action={action} />
      {code === 'internal' && requestId !== null && (
        <p className="caption centred">{say('app-problem-request', { requestId })}</p>
      )}
    </div>
  );
}
