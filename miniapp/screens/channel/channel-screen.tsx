import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useLocation } from 'wouter';
import type { ChannelReport, Period } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import { useServices } from '../../app.tsx';
import { isDenial } from '../../problem-error.ts';
import { channelReportQuery, firstPeriod } from '../../queries.ts';
import { useBackButton } from '../../telegram/client.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { ChannelSkeleton } from '../../ui/skeletons.tsx';
import { ChannelReportView } from './channel-report-view.tsx';

/**
 * One channel over one period. The last figures that came stay on the screen while others are on their way and when they
 * fail; only a channel that may not be seen any more takes them away.
 */
export function ChannelScreen({ channelId }: { channelId: ChannelId }): ReactElement {
  const { api } = useServices();
  const [, navigate] = useLocation();
  const [period, setPeriod] = useState<Period>(firstPeriod);
  // Going back to the list keeps its place; somebody who came by a link gets a list in place of this screen.
  useBackButton(() => (isFromList() ? window.history.back() : navigate('/', { replace: true })));
  const report = useQuery(channelReportQuery(api, channelId, period));
  const [last, setLast] = useState<ChannelReport>();
  if (report.data !== undefined && report.data !== last) setLast(report.data);
  const shown = report.data ?? last;
  if (shown !== undefined && !isDenial(report.error))
    return (
      <ChannelReportView
        report={shown}
        period={period}
        error={report.error}
        onPeriod={setPeriod}
        onRetry={() => void report.refetch()}
      />
    );
  return (
    <main className="page" data-testid="channel" aria-busy={report.isPending}>
      {report.isError ? (
        <ProblemView error={report.error} onRetry={() => void report.refetch()} />
      ) : (
        <ChannelSkeleton />
      )}
    </main>
  );
}

/** What the row of the list left in the browser's history. */
function isFromList(): boolean {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null && 'isFromList' in state;
}
