import { QueryClient, type UseQueryOptions } from '@tanstack/react-query';
import type { ChannelList, ChannelReport, HistoryState, Period } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Api } from './api.ts';
import { isWorthRetrying, ProblemError } from './problem-error.ts';

/** While a history is being read its progress is asked for often, otherwise once a minute; never in the background. */
const readingPollMs = 2_000;
const restingPollMs = 60_000;
/** What failed heals by itself, whether or not anybody presses the button. */
const failedPollMs = 10_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: mayRetry,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 4_000),
        staleTime: 15_000,
        // Telegram's web views often claim to be offline; a question that fails says so by itself.
        networkMode: 'always',
      },
    },
  });
}

export function channelListQuery(api: Api): UseQueryOptions<ChannelList> {
  return {
    queryKey: ['channels'],
    queryFn: ({ signal }) => api.loadChannels(signal),
    refetchInterval: ({ state }) =>
      pollMs(state.data?.channels.map((channel) => channel.history) ?? [], state.error),
  };
}

export function channelReportQuery(
  api: Api,
  channelId: ChannelId,
  period: Period,
): UseQueryOptions<ChannelReport> {
  return {
    queryKey: ['report', channelId, period],
    queryFn: ({ signal }) => api.loadReport(channelId, period, signal),
    refetchInterval: ({ state }) => pollMs(state.data === undefined ? [] : [state.data.history], state.error),
  };
}

/** The period a channel's screen opens with. */
export const firstPeriod: Period = '30d';

/** Asks for what the first screen will show; a failure is shown there, where the question is asked again. */
export async function prefetchFirstScreen(
  queryClient: QueryClient,
  api: Api,
  startChannelId: ChannelId | null,
): Promise<void> {
  if (startChannelId === null) await queryClient.prefetchQuery(channelListQuery(api));
  else await queryClient.prefetchQuery(channelReportQuery(api, startChannelId, firstPeriod));
}

/**
 * Asks again for about twelve seconds, as long as a process takes to start anew. An answer that did not come within its
 * deadline has made people wait already: it is asked for once more only.
 */
export function mayRetry(failures: number, error: unknown): boolean {
  const isSlow = error instanceof ProblemError && error.code === 'too-slow';
  return isWorthRetrying(error) && failures < (isSlow ? 1 : 5);
}

/** How soon to ask again: by the histories on the screen, and sooner after a failure that passes. */
export function pollMs(histories: readonly HistoryState[], error: unknown = null): number {
  if (error !== null && isWorthRetrying(error)) return failedPollMs;
  const isMoving = histories.some(({ kind }) => kind === 'queued' || kind === 'reading');
  return isMoving ? readingPollMs : restingPollMs;
}
