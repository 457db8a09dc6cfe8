import { z } from 'zod';
import { type ChannelId, channelIdSchema } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { addJob, jobPriority } from '#server/db/queries/add-job.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { saveHistoryProgress } from '#server/db/queries/save-history-progress.ts';
import type { Task } from '#server/jobs/create-worker.ts';
import {
  type ChannelPeer,
  fetchHistory,
  type HistoryPage,
  historyPageSize,
} from '../telegram/fetch-history.ts';
import type { CollectDependencies } from './collect-dependencies.ts';
import { handleFailure } from './handle-failure.ts';
import { obtainPeer } from './obtain-peer.ts';
import { type NextStep, planAfterPage, type ReadingState } from './plan-after-page.ts';
import { savePage } from './save-page.ts';

const payloadSchema = z.object({ channelId: channelIdSchema });

/**
 * How long one job reads before it makes way: jobs of an account run one after another, and somebody who waits for
 * fresh figures goes before a history of an hour.
 */
const sliceMs = 4_000;

const maxAttempts = 25;

/**
 * Creates the task `read-history`: reads a channel's history from where it stands to its first message, page by page.
 * A page and the progress it makes are one transaction, so a reader killed anywhere goes on at the same place and ends
 * with the same rows. While a page is saved the next one is on its way.
 */
export function createReadHistory(dependencies: CollectDependencies): Task {
  const { database, log } = dependencies;
  return async (payload, context) => {
    const { channelId } = payloadSchema.parse(payload);
    const schedule = await loadSchedule(database, channelId);
    if (schedule === null || schedule.historyState === 'complete' || schedule.historyState === 'failed')
      return;
    const putOff = (connection: Connection, runAt: Date): Promise<void> =>
      addAgain(connection, dependencies.accountId, channelId, runAt);
    try {
      const peer = await obtainPeer(dependencies, channelId);
      const start = { read: schedule.historyRead, offsetId: schedule.historyOffsetId };
      const end = await readPages(dependencies, peer, start, context.signal);
      if (end === 'reading') await putOff(database, dependencies.now());
      else log.info({ channelId, end }, 'history read');
    } catch (error) {
      await handleFailure(dependencies, error, { channelId, context, putOff });
    }
  };
}

/** Reads until the first message, the end of the slice or of the process, or until somebody else is found reading. */
async function readPages(
  dependencies: CollectDependencies,
  peer: ChannelPeer,
  start: ReadingState,
  signal: AbortSignal,
): Promise<'reading' | 'complete' | 'overtaken'> {
  const sliceEndsAt = performance.now() + sliceMs;
  let before = start;
  let arriving = fetchPage(dependencies, peer, before.offsetId);
  for (;;) {
    const { page, capturedAt } = await arriving;
    const step = planAfterPage(before, page, historyPageSize);
    const isSliceOver = signal.aborted || performance.now() >= sliceEndsAt;
    const goesOn = step.state === 'reading' && !isSliceOver;
    if (goesOn) arriving = fetchPage(dependencies, peer, step.offsetId);
    // The failure of a page that is on its way is met when the loop awaits it, also if saving fails first.
    arriving.catch(() => undefined);
    const isOurs = await saveStep(dependencies, peer.channelId, before, step, page, capturedAt);
    if (!isOurs) return 'overtaken';
    if (!goesOn) return step.state;
    before = step;
  }
}

async function fetchPage(
  dependencies: CollectDependencies,
  peer: ChannelPeer,
  offsetId: number,
): Promise<{ page: HistoryPage; capturedAt: Date }> {
  const page = await fetchHistory(dependencies.session, peer, offsetId);
  const { channelId } = peer;
  if (page.unreadable.length > 0) {
    dependencies.log.warn({ channelId, messages: page.unreadable }, 'messages could not be read');
  }
  return { page, capturedAt: dependencies.now() };
}

/** False: the progress was not where we thought, so another reader is at work, and nothing of ours was saved. */
function saveStep(
  dependencies: CollectDependencies,
  channelId: ChannelId,
  before: ReadingState,
  step: NextStep,
  page: HistoryPage,
  capturedAt: Date,
): Promise<boolean> {
  return dependencies.database.transaction(async (connection) => {
    const isOurs = await saveHistoryProgress(connection, channelId, before.offsetId, step, capturedAt);
    if (isOurs) await savePage(connection, channelId, page.messages, capturedAt);
    return isOurs;
  });
}

async function addAgain(
  connection: Connection,
  accountId: string,
  channelId: ChannelId,
  runAt: Date,
): Promise<void> {
  await addJob(
    connection,
    'read-history',
    { channelId },
    {
      queueName: `mt:${accountId}`,
      jobKey: `read-history:${channelId}`,
      priority: jobPriority.backfill,
      maxAttempts,
      runAt,
    },
  );
}
