import type { ReactElement } from 'react';
import type { HistoryState } from '#contract/channel.ts';
import { formatNumber } from '#format/number.ts';
import { type Text, useText } from '../text.ts';

/** How far the reading of a history is, in words and, while it moves, as a bar; nothing once it is complete. */
export function HistoryProgress({ history }: { history: HistoryState }): ReactElement | null {
  const text = useText();
  if (history.kind === 'complete') return null;
  const total = history.kind === 'reading' ? history.total : null;
  const read = history.kind === 'reading' ? history.read : 0;
  return (
    <span className="history" data-testid="history" data-kind={history.kind}>
      <span>{historyText(history, text)}</span>
      {(history.kind === 'queued' || history.kind === 'reading') && (
        <progress
          aria-label={text.say('app-history-label')}
          {...(total === null || total === 0 ? {} : { value: Math.min(read, total), max: total })}
        />
      )}
    </span>
  );
}

function historyText(history: Exclude<HistoryState, { kind: 'complete' }>, { say, language }: Text): string {
  if (history.kind === 'queued') return say('app-history-queued');
  if (history.kind === 'needs-account') return say('app-history-needs-account');
  const read = formatNumber(history.read, language);
  if (history.kind === 'failed') return say('app-history-failed', { read });
  if (history.total === null) return say('app-history-reading-unknown', { read });
  return say('app-history-reading', { read, total: formatNumber(history.total, language) });
}
